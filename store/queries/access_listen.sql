-- Nothing; from now on the connection is told when who may do what changes.
listen gewu_access
