"""Reading spreadsheets from outside. Pure: no Django, so that it can run in a bare process of its own."""
