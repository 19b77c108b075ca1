package analysis

import "gewu/hotspot"

// tooShort says that the period of a question with steps, or what there are data of it, has fewer whole steps than it takes,
// and what to ask for instead. It speaks of days, for hardly anybody asks for steps.
func (s *Study) tooShort(fewest int) *Refusal {
	q := &s.Question
	until := q.Until
	if q.What == Score { // its last step is what is foretold, and was cut off
		fewest, until = fewest+1, until+hotspot.Day(q.Step)
	}
	need, begins := fewest*q.Step, date(s.DataFrom)
	if recorded := max(0, int(until-s.DataFrom)); recorded < need {
		return NotTestable("需要 %d 天的数据（%d 个 %d 天的时段）；事件记录自%s开始，到%s前只有 %s 天。",
			"it takes %d days with data (%d steps of %d days); issues are recorded from %s on, and until %s there are %s days of them.",
			need, fewest, q.Step, dayWords(begins), dayWords(date(until)), Grouped(recorded))
	}
	return NotTestable("需要 %[1]d 天（%[2]d 个 %[3]d 天的时段），所选期间只有 %[4]d 天；请选 %[1]d 天以上的期间。",
		"it takes a period of %[1]d days (%[2]d steps of %[3]d days), and this one has %[4]d. Ask for %[1]d days or more.",
		need, fewest, q.Step, int(until-q.From))
}
