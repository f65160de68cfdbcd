"""What a person keeps: pages, workbooks."""
