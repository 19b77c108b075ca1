package main

import (
	"context"
	"fmt"
	"io"

	"gewu/access"
	"gewu/internal/secret"
	"gewu/store"
)

// firstName is what the first administrator signs in with.
const firstName = "admin"

// firstAdministrator adds an administrator where there is no person at all, and tells the password
// this once: it is kept nowhere, and is to be changed at the first sign-in.
func firstAdministrator(ctx context.Context, db *store.DB, out io.Writer) error {
	if any, err := db.AnyPerson(ctx); any || err != nil {
		return err
	}
	password := secret.OneTime()
	service := &access.Actor{Kind: access.Service, Name: "gewu"}
	added, err := db.FirstAdministrator(ctx, service, firstName, secret.Hash(password))
	if err != nil || !added {
		return err
	}
	fmt.Fprintf(out, "The first administrator signs in as %s with the password %s\n"+
		"It is told only this once, and is to be changed at the first sign-in; `gewu user reset %s` gives another.\n",
		firstName, password, firstName)
	return nil
}
