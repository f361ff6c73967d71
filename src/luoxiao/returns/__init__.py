"""What did units report? Calls, templates, workbooks, checks, review, sign-off, burden."""
