package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"gewu/access"
	"gewu/plan"
)

// mostOperations is how many operations one row of a log may hold.
const mostOperations = 10_000

// revisionOf reads the revision that the caller knows, of the header If-Match.
func revisionOf(r *http.Request) (int64, error) {
	values := r.Header.Values("If-Match")
	if len(values) == 0 {
		return 0, needsPrecondition.because(
			"请在 If-Match 中给出所依据的修订号，例如\"41\"。", "Say in If-Match which revision you know, such as \"41\".",
		)
	}
	text, quoted := strings.CutPrefix(strings.TrimSpace(values[0]), `"`)
	text, closed := strings.CutSuffix(text, `"`)
	revision, err := strconv.ParseInt(text, 10, 64)
	if len(values) > 1 || !quoted || !closed || err != nil || revision < 0 || strconv.FormatInt(revision, 10) != text {
		return 0, wrong("If-Match", "应为一个带引号的修订号，例如\"41\"", "must be one revision in quotation marks such as \"41\"", values[0])
	}
	return revision, nil
}

// An operatedAnswer is what became of a plan.
type operatedAnswer struct {
	Revision int64
	Since    int64
	Rebased  bool
	Kept     bool // false: it was only tried
	Steps    plan.Steps
	Change   *changeOfPlan
	Topology *topology
}

// appendJSON writes it: a topology is long, and package json would read again what it writes.
func (a operatedAnswer) appendJSON(b []byte) []byte {
	b = appendNumber(append(b, `{"revision":`...), a.Revision)
	b = appendNumber(append(b, `,"since":`...), a.Since)
	b = strconv.AppendBool(append(b, `,"rebased":`...), a.Rebased)
	b = strconv.AppendBool(append(b, `,"kept":`...), a.Kept)
	b = strconv.AppendBool(append(b, `,"undo":`...), a.Steps.Undo)
	b = strconv.AppendBool(append(b, `,"redo":`...), a.Steps.Redo)
	b = a.Change.appendJSON(append(b, `,"change":`...))
	b = a.Topology.appendJSON(append(b, `,"topology":`...))
	return append(b, '}')
}

// operate answers POST /v1/plans/{id}/operations.
func (s *server) operate(r *http.Request) (any, error) {
	f, err := readFormUpTo(r, maxBody, "operations", "dry_run")
	if err != nil {
		return nil, err
	}
	record, since, err := s.writeFrom(r)
	if err != nil {
		return nil, err
	}
	dry := f.has("dry_run") && f.flag("dry_run")
	ops, err := f.operations("operations")
	if err != nil {
		return nil, err
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	return s.operateWith(r, record.ID, since, ops, dry)
}

// operateWith makes operations, or only tries them.
func (s *server) operateWith(r *http.Request, id, since int64, ops []plan.Operation, dry bool) (any, error) {
	if dry {
		tried, err := s.Plans.TryOperations(r.Context(), id, since, ops)
		return s.operated(r, since, tried, false, err)
	}
	done, err := s.Plans.Operate(r.Context(), actorOf(r), id, since, ops)
	s.plansLive.ring(id)
	return s.operated(r, since, done, true, err)
}

// writeFrom returns the plan that the path names for who may change it, and which revision they know.
func (s *server) writeFrom(r *http.Request) (plan.Record, int64, error) {
	record, err := s.writePlan(r)
	if err != nil {
		return record, 0, err
	}
	since, err := revisionOf(r)
	return record, since, err
}

// operations reads a list of operations. An operation that is none is refused as one that cannot be
// made is: by its number.
func (f *form) operations(name string) ([]plan.Operation, error) {
	const zh, en = "1到10000项操作的列表", "a list of 1 to 10000 operations"
	var texts []json.RawMessage
	if !f.read(name, &texts, zh, en) {
		return nil, nil
	}
	if len(texts) == 0 || len(texts) > mostOperations {
		f.fault(name, " 应为"+zh, " must be "+en)
		return nil, nil
	}
	ops := make([]plan.Operation, len(texts))
	for i, text := range texts {
		if err := json.Unmarshal(text, &ops[i]); err != nil {
			return nil, unreadOperation(i, err)
		}
	}
	return ops, nil
}

// unreadOperation is the problem of an operation that package plan cannot read.
func unreadOperation(i int, err error) error {
	var refusal *plan.Refusal
	if !errors.As(err, &refusal) {
		refusal = &plan.Refusal{Kind: plan.UnknownKind}
	}
	return planProblem(&plan.BatchError{At: i, Refusal: refusal})
}

// operated answers what became of a plan.
func (s *server) operated(r *http.Request, since int64, o plan.Operated, kept bool, err error) (any, error) {
	if err != nil {
		return nil, planProblem(err)
	}
	view := viewOf(r)
	return reply{http.StatusOK, tagged(o.Revision), operatedAnswer{
		Revision: o.Revision, Since: since, Rebased: o.Rebased, Kept: kept, Steps: o.Steps,
		Change: changeAnswerOf(view, o.Plan, o.Change), Topology: changedTopology(view, o.Before, o.Plan, o.Touched, since, o.Revision),
	}}, nil
}

// A stepper takes back, or makes again, the last row of a plan's log.
type stepper func(ctx context.Context, actor *access.Actor, id, ifMatch int64) (plan.Operated, error)

// undo answers POST /v1/plans/{id}/undo.
func (s *server) undo(r *http.Request) (any, error) {
	return s.stepped(r, func(p Plans) stepper { return p.Undo })
}

// redo answers POST /v1/plans/{id}/redo.
func (s *server) redo(r *http.Request) (any, error) {
	return s.stepped(r, func(p Plans) stepper { return p.Redo })
}

func (s *server) stepped(r *http.Request, step func(Plans) stepper) (any, error) {
	record, since, err := s.writeFrom(r)
	if err != nil {
		return nil, err
	}
	done, err := step(s.Plans)(r.Context(), actorOf(r), record.ID, since)
	s.plansLive.ring(record.ID)
	return s.operated(r, since, done, true, err)
}

// planLog answers GET /v1/plans/{id}/log[?after=&limit=].
func (s *server) planLog(r *http.Request) (any, error) {
	q, err := parseQuery(r, "after", "limit")
	if err != nil {
		return nil, err
	}
	record, err := s.readPlanPast(r)
	if err != nil {
		return nil, err
	}
	after, err := q.whole("after", 0, 0, 1<<53)
	if err != nil {
		return nil, err
	}
	limit, err := q.whole("limit", 100, 1, 1000)
	if err != nil {
		return nil, err
	}
	rows, err := s.Plans.PlanLog(r.Context(), record.ID, int64(after), limit+1)
	if err != nil {
		return nil, planProblem(err)
	}
	answer := struct {
		Rows []logAnswer `json:"rows"`
		Next *int64      `json:"next"` // to go on after; null: that is all
	}{Rows: logRows(rows[:min(limit, len(rows))], colleague(r, record.Communities))}
	if len(rows) > limit {
		answer.Next = &rows[limit-1].Revision
	}
	return reply{http.StatusOK, tagged(record.Revision), answer}, nil
}

type logAnswer struct {
	Revision   int64            `json:"revision"`
	Kind       plan.LogKind     `json:"kind"`
	Operations []plan.Operation `json:"operations"`
	By         authorAnswer     `json:"by"`
	At         string           `json:"at"`
	TakenBack  bool             `json:"taken_back"`
	Cells      []plan.CellID    `json:"cells"`
	Arcs       []plan.ArcID     `json:"arcs"`
	Grids      []plan.GridID    `json:"grids"`
}

// logRows are rows of a log; named: with the full names of who made them.
func logRows(rows []plan.LogRow, named bool) []logAnswer {
	list := []logAnswer{}
	for _, row := range rows {
		list = append(list, logAnswer{
			row.Revision, row.Kind, listed(row.Operations),
			authorOf(row.PersonID, row.By, row.ByFullName, named),
			row.At.UTC().Format(timeOfDay), row.TakenBack, listed(row.Touched.Cells), listed(row.Touched.Arcs), listed(row.Touched.Grids),
		})
	}
	return list
}

// timeOfDay writes an instant to the millisecond.
const timeOfDay = "2006-01-02T15:04:05.000Z07:00"

// listed returns a list that is never null in an answer.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
