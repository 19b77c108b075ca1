package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"gewu/access"
	"gewu/api"
	"gewu/geo"
	"gewu/plan"
	"gewu/store"
)

const planHelp = `Redraw the grids of a community as a plan, and publish it when it is good.

  gewu plan start 350420002004 --title 均衡调整      prints the number of the plan, here 7
  gewu plan list
  gewu plan show 7
  gewu plan problems 7                  what stops it from being published, and what only warns
  gewu plan apply 7 operations.json     a list of operations, all or none; - reads standard input
  gewu plan undo 7
  gewu plan publish 7 --from 2027-01-01 --dry-run
  gewu plan publish 7 --from 2027-01-01 --confirm
  gewu plan editions 350420002004
  gewu plan restore 12                  publishes the division of an earlier edition again

docs/plan-engine.md tells which operations there are. What is done here, those who have the plan open on a
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
		planStartCommand(std), planListCommand(std), planShowCommand(std), planProblemsCommand(std), planApplyCommand(std),
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

func planListCommand(std Streams) *cobra.Command {
	var p place
	var state string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the plans",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if state != "" && !slices.Contains(planStates, plan.State(state)) {
				return usage(fmt.Errorf("--state is %q, and can be draft, proposed, returned, published or dropped", state))
			}
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

var planStates = []plan.State{plan.StateDraft, plan.StateProposed, plan.StateReturned, plan.StatePublished, plan.StateDropped}

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
		Args:  exactly("the number of a plan", "a file of operations"),
		RunE: func(cmd *cobra.Command, args []string) error {
			operations, err := readOperations(std.In, args[1])
			if err != nil {
				return err
			}
			return p.onPlan(cmd.Context(), args[0], func(db *store.DB, d drawn) error {
				done, err := db.Operate(cmd.Context(), console(), d.id, d.revision, operations)
				if err != nil {
					return refusedOperation(err)
				}
				return tellOperated(std.Out, done)
			})
		},
	}
	p.bind(cmd)
	return cmd
}

// refusedOperation says of a refusal which operation it is about, and why; other errors stay what they are.
func refusedOperation(err error) error {
	var batch *plan.BatchError
	var refusal *plan.Refusal
	if !errors.As(err, &batch) || !errors.As(err, &refusal) {
		return err
	}
	text := fmt.Sprintf("operation %d is refused, and nothing is changed: %s", batch.At+1, api.RefusalWords(refusal.Kind).EN)
	if refusal.Member != "" {
		text += fmt.Sprintf(" Member %q.", refusal.Member)
	}
	if refusal.Grid != plan.NoGrid {
		text += fmt.Sprintf(" Grid %d.", refusal.Grid)
	}
	if refusal.Where {
		text += fmt.Sprintf(" At %s.", refusal.At)
	}
	return errors.New(text)
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
