package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"gewu/api"
	"gewu/geo"
	"gewu/plan"
	"gewu/store"
)

// A publishing is the flags of a publication.
type publishing struct {
	from    string
	confirm bool
	with    plan.Publication
}

func (p *publishing) bind(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.from, "from", "", "the day from which it is in force, as 2027-01-01 (default today)")
	cmd.Flags().StringVar(&p.with.Title, "title", "", "title of the edition")
	cmd.Flags().StringVar(&p.with.Note, "note", "", "why it is published")
	cmd.Flags().BoolVar(&p.with.DryRun, "dry-run", false, "check all of it and tell what would come of it, and change nothing")
}

// publication is the publication that the flags ask for.
func (p *publishing) publication() (_ plan.Publication, err error) {
	if p.with.From, err = parseDay("--from", p.from); err != nil {
		return plan.Publication{}, usage(err)
	}
	return p.with, nil
}

func planPublishCommand(std Streams) *cobra.Command {
	var p place
	var flags publishing
	cmd := &cobra.Command{
		Use:   "publish PLAN",
		Short: "Publish a plan as the next edition of its community",
		Args:  exactly("the number of a plan"),
		RunE: func(cmd *cobra.Command, args []string) error {
			with, err := flags.publication()
			if err != nil {
				return err
			}
			return p.onPlan(cmd.Context(), args[0], func(db *store.DB, d drawn) error {
				if err := flags.confirmed(cmd.Context(), std.Err, db, d); err != nil {
					return err
				}
				done, err := db.Publish(cmd.Context(), console(), d.id, d.revision, with)
				if err != nil {
					return flawed(std.Err, err)
				}
				return tellPublished(std.Out, done, with.DryRun)
			})
		},
	}
	p.bind(cmd)
	flags.bind(cmd)
	cmd.Flags().BoolVar(&flags.confirm, "confirm", false, "publish in spite of problems that only warn, such as a grid outside of the band")
	return cmd
}

// confirmed tells the problems of a plan that only warn, and ends when they are not confirmed.
func (p *publishing) confirmed(ctx context.Context, out io.Writer, db *store.DB, d drawn) error {
	found, err := problemsOf(ctx, db, d)
	if err != nil {
		return err
	}
	warns := 0
	for _, f := range found {
		if f.Severity == plan.Stops {
			return nil // publishing refuses it, and tells why
		}
		if f.Severity == plan.Warns {
			warns++
		}
	}
	if warns == 0 || p.confirm {
		return nil
	}
	if err := tellProblems(out, d.Plan, found, plan.Warns); err != nil || p.with.DryRun {
		return err
	}
	fmt.Fprintf(out, "%d problems warn: nothing is published. Mend them, or publish with --confirm.\n", warns)
	return errProblems
}

func planProblemsCommand(std Streams) *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "problems PLAN",
		Short: "List what is wrong with a plan: what stops it from being published first",
		Long: "List what is wrong with a plan: what stops it from being published, what warns, and what only hints.\n" +
			"The exit code is 3 when something stops it.",
		Args: exactly("the number of a plan"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.onPlan(cmd.Context(), args[0], func(db *store.DB, d drawn) error {
				found, err := problemsOf(cmd.Context(), db, d)
				if err != nil {
					return err
				}
				if len(found) == 0 {
					_, err := fmt.Fprintln(std.Out, "nothing is wrong with it")
					return err
				}
				if err := tellProblems(std.Out, d.Plan, found, plan.Stops, plan.Warns, plan.Hints); err != nil {
					return err
				}
				if slices.ContainsFunc(found, func(f plan.Problem) bool { return f.Severity == plan.Stops }) {
					return errProblems
				}
				return nil
			})
		},
	}
	p.bind(cmd)
	return cmd
}

// problemsOf are the problems of a plan by the rules of its level.
func problemsOf(ctx context.Context, db *store.DB, d drawn) ([]plan.Problem, error) {
	s, err := db.Snapshot(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	return d.Check(api.PlanRules(s, d.Plan)), nil
}

// tellProblems tells the problems of some severities, one after the other.
func tellProblems(out io.Writer, p *plan.Plan, found []plan.Problem, severities ...plan.Severity) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, severity := range severities {
		for _, f := range found {
			if f.Severity == severity {
				fmt.Fprintf(table, "%s\t%s\t%s\n", severity, f.At, api.ProblemWords(p, f).EN)
			}
		}
	}
	return table.Flush()
}

// flawed tells what checks found, and ends with exit code 3; other errors stay what they are.
func flawed(out io.Writer, err error) error {
	var failed *plan.ChecksFailed
	if !errors.As(err, &failed) {
		return err
	}
	for _, f := range failed.Flaws {
		fmt.Fprint(out, strings.ReplaceAll(string(f.Kind), "_", " "))
		if f.At != (geo.Point{}) {
			fmt.Fprintf(out, " at %s", f.At)
		}
		if len(f.Grids) > 0 {
			fmt.Fprintf(out, ", grids %s", strings.Join(f.Grids, ", "))
		}
		if f.Count > 0 {
			fmt.Fprintf(out, ", %d buildings", f.Count)
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out, "%d problems stop it: nothing is published\n", len(failed.Flaws))
	return errProblems
}

// tellPublished tells what came of a publication.
func tellPublished(out io.Writer, done plan.Published, tried bool) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if tried {
		fmt.Fprintln(table, "only tried, nothing is changed")
	}
	for _, e := range done.Editions {
		fmt.Fprintf(table, "edition %d of community %d, in force from %s, %d grids\n", e.Number, e.Community, e.From.Format(time.DateOnly), e.Grids)
	}
	for _, l := range done.Communities {
		fmt.Fprintf(table, "land of community %s is of %s: %d households, %d buildings\n", l.Old.Code, l.New.Code, l.Households, l.Buildings)
	}
	fmt.Fprintln(table, "BECAME\tOLD GRID\tNEW GRID\tHOUSEHOLDS\tBUILDINGS")
	for _, l := range done.Lineage {
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\n", l.Kind, dash(l.Old.Code), dash(l.New.Code), l.Households, l.Buildings)
	}
	fmt.Fprintf(table, "%d buildings have another grid, %d posts are vacant\n", len(done.Moved), len(done.Vacancies))
	return table.Flush()
}

// dash is a dash for an empty text.
func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
