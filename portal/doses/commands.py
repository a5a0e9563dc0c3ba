"""(first draft, to be replaced as a whole)"""

from flask.cli import AppGroup

commands = AppGroup("doses")
