"""The rectification ledger (整改台账): one row per item of a bulletin, what is done about it, and who signed it off."""
