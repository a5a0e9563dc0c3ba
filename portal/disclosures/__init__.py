"""開示・訂正・利用停止請求: each case from the paper form to its end, with every deadline and how it was counted (D-1, D-2)."""
