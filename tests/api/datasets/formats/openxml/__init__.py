"""Our own reader of workbooks."""
