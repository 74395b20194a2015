"""The study: what a user writes, checked at once and in words.

>>> from thermo.study import Study
>>> study = Study(site={"climate": "ashburn"}, it={"rack": "hgx-h100", "power": "1 MW"}, option=[{"technology": "air"}])
>>> study.groups()[0].power, study.groups()[0].power.text
(1000000.0, '1 MW')
"""

from thermo.study.fields import Amount
from thermo.study.models import Economics, Group, Option, Site
from thermo.study.reading import Study, read_study, study_of

__all__ = ["Amount", "Economics", "Group", "Option", "Site", "Study", "read_study", "study_of"]
