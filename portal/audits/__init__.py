"""Audit runs over the media ledgers: planned, walked through point by point, signed, and followed up (R5-2)."""
