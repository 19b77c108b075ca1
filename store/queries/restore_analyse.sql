-- Nothing; the database counts anew what it plans its statements by.
analyze
