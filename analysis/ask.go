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

// Ask answers a question. A *[Refusal] says in words why there is no answer; another error is that of ctx.
// The same question and evidence give the same answer.
func Ask(ctx context.Context, e *Evidence, q Question, progress Progress) (*Answer, error) {
	if _, ok := methods[q.What]; !ok {
		return nil, Refuse("what", "没有这种分析：%s。", "There is no such analysis: %s.", string(q.What))
	}
	s, err := Examine(e, q)
	if err != nil {
		return nil, err
	}
	return s.Answer(ctx, progress)
}

// Answer answers the question that was examined, as [Ask] does. progress may be nil.
func (s *Study) Answer(ctx context.Context, progress Progress) (*Answer, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	answer, err := methods[s.Question.What](ctx, s, progress)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Question.What, err)
	}
	return answer, nil
}
