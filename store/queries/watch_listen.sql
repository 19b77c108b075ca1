-- Nothing; from now on the connection is told when the version of the data changes.
listen gewu
