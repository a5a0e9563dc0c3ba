"""Media ledgers (管理簿): no data leaves the room without approval, and every copy has a recorded end (M-1..M-6, R3-5, R5-1, R5-3)."""
