"""Japanese text core: dates, folded keys, name variants, file encodings and check digits; knows nothing of the product."""
