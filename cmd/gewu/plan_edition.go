package main

import (
	"cmp"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"gewu/access"
	"gewu/plan"
	"gewu/store"
)

func planEditionsCommand(std Streams) *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "editions COMMUNITY",
		Short: "List the editions of a community",
		Args:  exactly("the code of a community"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.with(cmd.Context(), func(db *store.DB) error {
				id, err := communityCalled(cmd.Context(), db, args[0])
				if err != nil {
					return err
				}
				editions, err := db.Editions(cmd.Context(), id, access.Everything)
				if err != nil {
					return err
				}
				table := tabwriter.NewWriter(std.Out, 0, 0, 2, ' ', 0)
				fmt.Fprintln(table, "EDITION\tNUMBER\tIN FORCE FROM\tGRIDS\tPUBLISHED BY\tTITLE")
				for _, e := range editions {
					fmt.Fprintf(table, "%d\t%d\t%s\t%d\t%s\t%s\n", e.ID, e.Number, e.From.Format(time.DateOnly), e.Grids, dash(publisherOf(e)), e.Title)
				}
				return table.Flush()
			})
		},
	}
	p.bind(cmd)
	return cmd
}

// publisherOf is who published an edition. What is no person says what it is.
func publisherOf(e plan.Edition) string {
	switch e.PublishedAs {
	case plan.AsToken, plan.AsConsole, plan.AsService:
		return fmt.Sprintf("%s (%s)", e.PublishedBy, e.PublishedAs)
	default:
		return cmp.Or(e.Publisher, e.PublishedBy)
	}
}

func planRestoreCommand(std Streams) *cobra.Command {
	var p place
	var flags publishing
	cmd := &cobra.Command{
		Use:   "restore EDITION…",
		Short: "Publish the divisions of earlier editions again, as new ones",
		Long: `Publish the divisions of earlier editions again, as new ones. Where the border between
communities has moved since, the editions of all of them are restored together, and it moves back.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(fmt.Errorf("%s needs the number of an edition; see `%[1]s --help`", cmd.CommandPath()))
			}
			ids := make([]int64, len(args))
			for i, arg := range args {
				id, err := planNumber("an edition", arg)
				if err != nil {
					return err
				}
				ids[i] = id
			}
			with, err := flags.publication()
			if err != nil {
				return err
			}
			return p.with(cmd.Context(), func(db *store.DB) error {
				done, err := db.RestoreEditions(cmd.Context(), console(), ids, with)
				if err != nil {
					return flawed(std.Err, err)
				}
				return tellPublished(std.Out, done, with.DryRun)
			})
		},
	}
	p.bind(cmd)
	flags.bind(cmd)
	return cmd
}
