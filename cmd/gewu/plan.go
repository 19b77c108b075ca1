package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
	"gewu/store"
)

const planHelp = `Redraw the grids of a community as a plan, and publish it when it is good.

  gewu plan start 350402001001 --title 均衡调整
  gewu plan list
  gewu plan show 7
  gewu plan apply 7 operations.json     a list of operations, all or none; - reads standard input
  gewu plan undo 7
  gewu plan publish 7 --from 2027-01-01
  gewu plan editions 350402001001
  gewu plan restore 12                  publishes the division of an earlier edition again

docs/plans.md tells which operations there are. What is done here, those who have the plan open on a
screen see at once.`

func planCommand(std Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Redraw the grids of a community, and publish them",
		Long:  planHelp,
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		planStartCommand(std), planListCommand(std), planShowCommand(std), planApplyCommand(std),
		planTurnCommand(std, "undo", "Take back what was done last", (*store.DB).Undo),
		planTurnCommand(std, "redo", "Do again what was taken back last", (*store.DB).Redo),
		planPublishCommand(std), planEditionsCommand(std), planRestoreCommand(std),
	)
	for _, sub := range cmd.Commands() {
		configure(sub)
	}
	return cmd
}

// planNumber reads the number of a plan or an edition.
func planNumber(what, text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, usage(fmt.Errorf("%q is no number of %s", text, what))
	}
	return n, nil
}

// A drawn is a plan as it is now.
type drawn struct {
	*plan.Plan
	id, revision int64
}

// onPlan runs work on the plan of which an argument is the number.
func (p *place) onPlan(ctx context.Context, number string, work func(db *store.DB, d drawn) error) error {
	id, err := planNumber("a plan", number)
	if err != nil {
		return err
	}
	return p.with(ctx, func(db *store.DB) error {
		now, revision, err := db.OpenPlan(ctx, id)
		if err != nil {
			return err
		}
		return work(db, drawn{now, id, revision})
	})
}

// communityCalled is the community in force with a code.
func communityCalled(ctx context.Context, db *store.DB, code string) (geo.AreaID, error) {
	s, err := db.Snapshot(ctx, time.Time{})
	if err != nil {
		return 0, err
	}
	for _, c := range s.Communities() {
		if c.Code == code {
			return c.ID, nil
		}
	}
	return 0, fmt.Errorf("no community in force has the code %q", code)
}

func planStartCommand(std Streams) *cobra.Command {
	var p place
	start := plan.Start{From: plan.FromEdition}
	var empty bool
	cmd := &cobra.Command{
		Use:   "start COMMUNITY…",
		Short: "Start a plan from the edition in force, of one community or of some side by side",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if empty {
				start.From = plan.FromEmpty
			}
			return p.with(cmd.Context(), func(db *store.DB) error {
				for _, code := range args {
					id, err := communityCalled(cmd.Context(), db, code)
					if err != nil {
						return err
					}
					start.Communities = append(start.Communities, id)
				}
				record, err := db.StartPlan(cmd.Context(), console(), start)
				if err != nil {
					return err
				}
				fmt.Fprintln(std.Out, record.ID)
				return nil
			})
		},
	}
	p.bind(cmd)
	cmd.Flags().StringVar(&start.Title, "title", "", "what the plan is called (needed)")
	cmd.Flags().StringVar(&start.Note, "note", "", "what it is for")
	cmd.Flags().BoolVar(&empty, "empty", false, "begin without any grid")
	return cmd
}

func planListCommand(std Streams) *cobra.Command {
	var p place
	var state string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the plans",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.with(cmd.Context(), func(db *store.DB) error {
				plans, err := db.Plans(cmd.Context(), plan.Filter{State: plan.State(state)})
				if err != nil {
					return err
				}
				table := tabwriter.NewWriter(std.Out, 0, 0, 2, ' ', 0)
				fmt.Fprintln(table, "PLAN\tSTATE\tREVISION\tCHANGED\tBY\tTITLE")
				for _, r := range plans {
					fmt.Fprintf(table, "%d\t%s\t%d\t%s\t%s\t%s\n", r.ID, stateWord(r), r.Revision, r.ChangedAt.Format(time.DateOnly), r.Author, r.Title)
				}
				return table.Flush()
			})
		},
	}
	p.bind(cmd)
	cmd.Flags().StringVar(&state, "state", "", "only those in a state: draft, proposed, returned, published or dropped")
	return cmd
}

// stateWord is the state of a plan, with what stands in its way.
func stateWord(r plan.Record) string {
	if r.Stale && r.State.Open() {
		return string(r.State) + ", behind"
	}
	return string(r.State)
}

func planShowCommand(std Streams) *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "show PLAN",
		Short: "Show the grids of a plan with what lies in them",
		Args:  exactly("the number of a plan"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.onPlan(cmd.Context(), args[0], func(_ *store.DB, d drawn) error { return showPlan(std.Out, d) })
		},
	}
	p.bind(cmd)
	return cmd
}

func showPlan(out io.Writer, d drawn) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "GRID\tCODE\tNAME\tHOUSEHOLDS\tBUILDINGS\tHECTARES\n")
	for id, g := range d.Grids() {
		t := d.Tally(id)
		fmt.Fprintf(table, "%d\t%s\t%s\t%d\t%d\t%.2f\n", id, g.Code, g.Name, t.Households, t.Buildings, t.SquareMetres/10_000)
	}
	if t := d.Tally(plan.NoGrid); t.Cells > 0 {
		fmt.Fprintf(table, "-\t\tin no grid\t%d\t%d\t%.2f\n", t.Households, t.Buildings, t.SquareMetres/10_000)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "revision %d\n", d.revision)
	return err
}

func planApplyCommand(std Streams) *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "apply PLAN FILE",
		Short: "Apply the operations of a JSON file: all, or none",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			operations, err := readOperations(std.In, args[1])
			if err != nil {
				return err
			}
			return p.onPlan(cmd.Context(), args[0], func(db *store.DB, d drawn) error {
				done, err := db.Operate(cmd.Context(), console(), d.id, d.revision, operations)
				if err != nil {
					return err
				}
				return tellOperated(std.Out, done)
			})
		},
	}
	p.bind(cmd)
	return cmd
}

// tellOperated tells what became of a plan.
func tellOperated(out io.Writer, done plan.Operated) error {
	_, err := fmt.Fprintf(out, "revision %d: %d cells and %d grids changed\n", done.Revision, len(done.Change.Cells), len(done.Change.Grids))
	for _, l := range done.Change.Loose {
		if err == nil {
			_, err = fmt.Fprintf(out, "a part of grid %d with %d households hangs together with it no more, at %s\n", l.Grid, l.Households, l.At)
		}
	}
	return err
}

// mostOperationBytes is how large a file of operations may be.
const mostOperationBytes = 64 << 20

// readOperations reads a list of operations from a file, or standard input for "-".
func readOperations(in io.Reader, path string) ([]plan.Operation, error) {
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, mostOperationBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > mostOperationBytes {
		return nil, fmt.Errorf("%s: it is larger than %d MB", path, mostOperationBytes>>20)
	}
	var operations []plan.Operation
	if err := json.Unmarshal(text, &operations); err != nil {
		return nil, fmt.Errorf("%s: it must be a list of operations: %w", path, err)
	}
	return operations, nil
}

// A turn takes something back, or does it again.
type turn func(db *store.DB, ctx context.Context, actor *access.Actor, id, ifMatch int64) (plan.Operated, error)

func planTurnCommand(std Streams, use, short string, do turn) *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   use + " PLAN",
		Short: short,
		Args:  exactly("the number of a plan"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.onPlan(cmd.Context(), args[0], func(db *store.DB, d drawn) error {
				done, err := do(db, cmd.Context(), console(), d.id, d.revision)
				if err != nil {
					return err
				}
				return tellOperated(std.Out, done)
			})
		},
	}
	p.bind(cmd)
	return cmd
}

// A publishing is the flags of a publication.
type publishing struct {
	from string
	with plan.Publication
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
	return cmd
}

// flawed tells what checks found, and ends with exit code 3; other errors stay what they are.
func flawed(out io.Writer, err error) error {
	var failed *plan.ChecksFailed
	if !errors.As(err, &failed) {
		return err
	}
	for _, f := range failed.Flaws {
		fmt.Fprintf(out, "%s at %s", f.Kind, f.At)
		if len(f.Grids) > 0 {
			fmt.Fprintf(out, ", grids %s", strings.Join(f.Grids, ", "))
		}
		if f.Count > 0 {
			fmt.Fprintf(out, ", %d buildings", f.Count)
		}
		fmt.Fprintln(out)
	}
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
