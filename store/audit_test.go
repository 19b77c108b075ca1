package store_test

import (
	"gewu/access"
)

// clerk writes in tests that are not about who writes.
var clerk = &access.Actor{Kind: access.Person, ID: 7, Name: "clerk", From: "192.0.2.7"}
