package analysis

import (
	"context"
	"fmt"
)

// A Progress is told how much of an answer is made. It may be nil.
type Progress func(done, of int)

// A method makes the answer to one kind of question of what was studied. It begins with Study.answer and ends with Study.finish.
type method func(ctx context.Context, s *Study, progress Progress) (*Answer, error)

// methods are what can be asked. Each is in the file of its name.
var methods = map[What]method{
	Load:     load,
	Rate:     rate,
	Hot:      hot,
	Compare:  compare,
	Reach:    reachable,
	Coverage: coverage,
	Change:   change,
	Ended:    ended,
	Clusters: clusters,
	Scan:     scan,
	Silence:  silence,
	Balance:  fair,
	Score:    score,
}

// Long reports whether a question may take so long that it is asked as a job.
func Long(e *Evidence, q Question) bool { return q.What == Scan }

// Ask answers a question. A *[Refusal] says in words why there is no answer; another error is that of ctx.
// The same question and evidence give the same answer.
func Ask(ctx context.Context, e *Evidence, q Question, progress Progress) (*Answer, error) {
	make, ok := methods[q.What]
	if !ok {
		return nil, Refuse("what", "没有这种分析：%s。", "There is no such analysis: %s.", string(q.What))
	}
	s, err := Examine(e, q)
	if err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	answer, err := make(ctx, s, progress)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.What, err)
	}
	return answer, nil
}
