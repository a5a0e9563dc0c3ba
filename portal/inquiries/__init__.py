"""受付票: every inquiry is a numbered slip within seconds, and nothing that was said about it is lost (D-3)."""
