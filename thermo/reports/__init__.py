"""Tables, files, explanations, and the page that `thermo report` writes."""



def report(result, path, language="en", site=None):
    """Write one self-contained HTML page of a result, or of a list of results.

    Parameters
    ----------
    result : what evaluate, sweep, frontier or optimize return, the path of a file they wrote, or a list of such
    path : .html
    language : "en" or "zh"
    site : site whose hours are drawn; the first if left out

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ThermoError
        For a file that is missing or something else, or when the libraries of the extra are missing.
    """
    from thermo.reports.page import write

    return write(result, path, language=language, site=site)


