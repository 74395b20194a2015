from .errors import Cancelled as Cancelled
from .errors import LibraryError as LibraryError
from .errors import Problem as Problem
from .errors import StudyError as StudyError
from .errors import ThermoError as ThermoError
from .errors import WeatherError as WeatherError
from .markets.fleet import market as market
from .reports import report as report
from .results.evaluation import evaluate as evaluate
from .results.evaluation import iter_evaluate as iter_evaluate
from .results.rack import Rack as Rack
from .results.result import Result as Result
from .results.result import read_result as read_result
from .search.frontier import frontier as frontier
from .search.optimize import optimize as optimize
from .study import Study as Study
from .study import read_study as read_study
from .sweeping import sweep as sweep
from .weather import Weather as Weather
from .weather import read_weather as read_weather

__version__: str
