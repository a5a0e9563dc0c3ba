"""`make bench`: everything that is measured, on SQLite."""

from benchmarks.audited_views import main

main()
