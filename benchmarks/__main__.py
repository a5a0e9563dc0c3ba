"""`make bench`: everything that is measured, on SQLite and, where its address is given, on PostgreSQL."""

from benchmarks.audited_views import main

main()
