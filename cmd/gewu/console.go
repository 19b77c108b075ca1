package main

import (
	"os"
	"os/user"
	"strconv"

	"gewu/access"
)

// console is who works on this machine, as the audit trail names them: by the name of the account
// that runs the program, with that of the account which became it by sudo.
func console() *access.Actor {
	name := strconv.Itoa(os.Getuid())
	if account, err := user.Current(); err == nil {
		name = account.Username
	}
	if before := os.Getenv("SUDO_USER"); before != "" && before != name {
		name += " (" + before + ")"
	}
	return &access.Actor{Kind: access.Console, Name: name}
}
