package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"gewu/access"
	"gewu/internal/secret"
	"gewu/store"
)

const userHelp = `Say who may sign in, and what they may do where. This works on the machine of the data only, and may do
everything but leave the district without an administrator.

  gewu user add chen --full-name 陈志强
  gewu user grant chen planner --area 350420002004 --until 2027-07-01
  gewu user list
  gewu user revoke chen planner --area 350420002004
  gewu user disable chen

A role holds in an area and everything under it: viewer, patrol, planner, leader, administrator. A password that
add or reset prints is told only once, and must be changed at the next sign-in.`

func userCommand(std Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: "Say who may sign in, and what they may do where",
		Long:  userHelp,
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		userAddCommand(std), userListCommand(std), userResetCommand(std),
		userDisabledCommand(std, "disable", "Keep a person out: end their sessions and refuse their tokens", true),
		userDisabledCommand(std, "enable", "Let a disabled person in again", false),
		userGrantCommand(std), userRevokeCommand(std),
	)
	for _, sub := range cmd.Commands() {
		configure(sub)
	}
	return cmd
}

// with runs work on the database of a place, and says its errors in the words of the command line.
func (p *place) with(ctx context.Context, work func(db *store.DB) error) (err error) {
	db, closeDB, err := p.share(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeDB()) }()
	return work(db)
}

// personCalled is the id of who signs in as name.
func personCalled(ctx context.Context, db *store.DB, name string) (int64, error) {
	id, err := db.PersonNamed(ctx, name)
	if errors.Is(err, access.ErrNobody) {
		return 0, fmt.Errorf("nobody signs in as %q; `gewu user list` lists who does", name)
	}
	return id, err
}

// plainly leaves of an error what a person can do something about.
func plainly(err error) error {
	for _, reason := range []error{
		access.ErrName, access.ErrFullName, access.ErrEmail, access.ErrNameTaken, access.ErrDouble,
		access.ErrPeriod, access.ErrLastAdministrator,
	} {
		if errors.Is(err, reason) {
			return reason
		}
	}
	return err
}

func userAddCommand(std Streams) *cobra.Command {
	var p place
	var person access.Account
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a person without a role, and print a password for the first sign-in",
		Args:  exactly("a sign-in name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			person.Name = args[0]
			return p.with(cmd.Context(), func(db *store.DB) error {
				password := secret.OneTime()
				added, err := db.AddPerson(cmd.Context(), console(), person, secret.Hash(password))
				if err != nil {
					return plainly(err)
				}
				fmt.Fprintf(std.Err, "%s can sign in with this password, told only this once; `gewu user grant` gives a role:\n", added.Name)
				fmt.Fprintln(std.Out, password)
				return nil
			})
		},
	}
	p.bind(cmd)
	cmd.Flags().StringVar(&person.FullName, "full-name", "", "how the person is called")
	cmd.Flags().StringVar(&person.Email, "email", "", "e-mail address")
	return cmd
}

func userResetCommand(std Streams) *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "reset NAME",
		Short: "Print a new password for the next sign-in, end the person's sessions and let them try again at once",
		Args:  exactly("a sign-in name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.with(cmd.Context(), func(db *store.DB) error {
				id, err := personCalled(cmd.Context(), db, args[0])
				if err != nil {
					return err
				}
				password := secret.OneTime()
				if err := db.SetPassword(cmd.Context(), console(), id, secret.Hash(password), true); err != nil {
					return err
				}
				fmt.Fprintf(std.Err, "%s can sign in with this password, told only this once:\n", args[0])
				fmt.Fprintln(std.Out, password)
				return nil
			})
		},
	}
	p.bind(cmd)
	return cmd
}

func userDisabledCommand(std Streams, use, short string, disabled bool) *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   use + " NAME",
		Short: short,
		Args:  exactly("a sign-in name"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.with(cmd.Context(), func(db *store.DB) error {
				id, err := personCalled(cmd.Context(), db, args[0])
				if err != nil {
					return err
				}
				if _, err := db.ChangePerson(cmd.Context(), console(), id, access.AccountChange{Disabled: &disabled}); err != nil {
					return plainly(err)
				}
				fmt.Fprintf(std.Out, "%s is %sd\n", args[0], use)
				return nil
			})
		},
	}
	p.bind(cmd)
	return cmd
}
