package api

import (
	"gewu/district"
	"gewu/plan"
)

// PlanRules are the rules of a plan's grids on a day, as calls about plans check it.
func PlanRules(s *district.Snapshot, p *plan.Plan) plan.Rules {
	return planRules(&View{Snapshot: s}, p)
}

// ProblemWords say a problem of a plan in a sentence.
func ProblemWords(p *plan.Plan, f plan.Problem) district.Text { return problemWords(p, f) }

// RefusalWords say why an operation is refused.
func RefusalWords(k plan.RefusalKind) district.Text { return wordsOf(k) }

// StartNoteWords say what a plan could not take as it was given when it began.
func StartNoteWords(n plan.StartNote) district.Text { return startNoteWords(n) }
