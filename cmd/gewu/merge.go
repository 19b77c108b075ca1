package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gewu/plan"
	"gewu/store"
)

const mergeHelp = `Merge communities: from a day on, those that a file names are one community each, with the land
and the grids of all. Grids keep their codes and holders. Codes of communities that end still answer
for the days before. All is done, or nothing.

The file is CSV with the columns from, into and name: one row for each community (from), with the code
of the community that it becomes a part of (into: one of them, which goes on, or a new code) and the
name of that.

  gewu merge mergers.csv --from 2027-01-01`

func mergeCommand(std Streams) *cobra.Command {
	var p place
	var from, title string
	var try bool
	cmd := &cobra.Command{
		Use:   "merge FILE",
		Short: "Merge communities, with all of their grids",
		Long:  mergeHelp,
		Args:  exactly("a CSV file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			with := plan.Publication{Title: title, DryRun: try}
			var err error
			if with.From, err = parseDay("--from", from); err != nil {
				return usage(err)
			}
			mergers, err := readMergers(args[0])
			if err != nil {
				return err
			}
			return p.with(cmd.Context(), func(db *store.DB) error { return merge(cmd.Context(), db, std.Out, mergers, with) })
		},
	}
	p.bind(cmd)
	cmd.Flags().StringVar(&from, "from", "", "the day from which it is so, as 2027-01-01 (default today)")
	cmd.Flags().StringVar(&title, "title", "", "title of the editions that come of it")
	cmd.Flags().BoolVar(&try, "dry-run", false, "check all of it, and change nothing")
	return cmd
}

// parseDay reads a day given by a flag; "" is the zero time.
func parseDay(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is %q; write the day as 2027-01-01", flag, text)
	}
	return day, nil
}

func merge(ctx context.Context, db *store.DB, out io.Writer, mergers []plan.Merger, with plan.Publication) error {
	done, err := db.MergeCommunities(ctx, console(), mergers, with)
	if err != nil {
		return err
	}
	communities := 0
	for _, m := range mergers {
		communities += len(m.From)
	}
	word := "are now"
	if with.DryRun {
		word = "would be"
	}
	fmt.Fprintf(out, "%d communities %s %d, with %d editions\n", communities, word, len(mergers), len(done.Editions))
	for _, w := range done.Warnings {
		fmt.Fprintf(out, "warning: %s\n", w)
	}
	return nil
}

// readMergers reads the mergers of a CSV file.
func readMergers(path string) ([]plan.Merger, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows := csv.NewReader(file)
	head, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: it has no rows: %w", path, err)
	}
	columns := map[string]int{}
	for i, name := range head {
		columns[strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))] = i
	}
	for _, name := range []string{"from", "into", "name"} {
		if _, ok := columns[name]; !ok {
			return nil, fmt.Errorf("%s: it has no column %q; the columns are from, into and name", path, name)
		}
	}
	return collectMergers(path, rows, columns)
}

func collectMergers(path string, rows *csv.Reader, columns map[string]int) ([]plan.Merger, error) {
	var mergers []plan.Merger
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return mergers, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		from, into, name := row[columns["from"]], row[columns["into"]], row[columns["name"]]
		line, _ := rows.FieldPos(columns["from"])
		if from == "" || into == "" {
			return nil, fmt.Errorf("%s, line %d: from and into must both be there", path, line)
		}
		at := slices.IndexFunc(mergers, func(m plan.Merger) bool { return m.Code == into })
		if at < 0 {
			at = len(mergers)
			mergers = append(mergers, plan.Merger{Code: into, Name: name})
		}
		if mergers[at].Name != name {
			return nil, fmt.Errorf("%s, line %d: community %s is called %q here and %q above", path, line, into, name, mergers[at].Name)
		}
		mergers[at].From = append(mergers[at].From, from)
	}
}
