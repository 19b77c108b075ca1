package analysis

import "gewu/hotspot"

// mostAtOnce is how many seconds of one processor a question is foreseen to take at the most where somebody waits for the
// answer: on a busy server it takes several times as long, and a connection is kept for a minute.
const mostAtOnce = 8.0

// What a step of the work takes, in seconds of one processor: as benchmarks of answers about a city, of a scan and of
// ten million incidents in clusters measure it, rounded up.
const (
	secondsOfCell   = 60e-9  // a place, a kind and a step that excesses are looked for in
	secondsOfWindow = 0.8e-9 // a circle over a run of steps, on one map that is drawn by chance
	secondsOfDealt  = 12e-9  // an incident that is dealt anew
	secondsOfNear   = 1.6e-6 // an incident that may lie in a cluster
)

// Long says in words why a question is to be asked in the background: it is foreseen to take so long that who waits for the
// answer may get none; and what else can be asked. No words: it may be asked at once. Nothing is worked out for it but numbers
// of places, kinds, steps and incidents.
func (s *Study) Long() (why, instead Text) {
	places, kinds, steps := len(s.Units), s.kinds(), s.wholeSteps()
	incidents := total(s.Count(s.Question.From, s.Question.Until))
	seconds := 0.0
	switch s.Question.What {
	case Change, Ended, Score:
		seconds = float64(places) * float64(kinds) * float64(steps) * secondsOfCell
		why = Words("要对 %s 处 × %s 类 × %d 个时段逐一检验，当场答不完",
			"It tests %s places × %s kinds × %d steps, which takes too long to wait for", Grouped(places), Grouped(kinds), steps)
		instead = Text{"选大一些的方格、小一些的辖区、少一些类型", "ask for larger squares, a smaller area or fewer kinds"}
	case Scan:
		runs := float64(steps) * float64(steps) / 2
		perMap := float64(places)*float64(min(places, mostInCircle))*runs*secondsOfWindow + 2*float64(incidents)*secondsOfDealt
		seconds = perMap * float64(s.Question.Replicates)
		why = Words("要把 %s 处 × %d 个时段扫描 %s 遍，当场答不完",
			"It scans %s places × %d steps %s times over, which takes too long to wait for", Grouped(places), steps, Grouped(s.Question.Replicates))
		instead = Text{"用长一些的时段、少一些抽样次数，或选小一些的辖区", "ask for longer steps, fewer replicates or a smaller area"}
	case Clusters:
		seconds = float64(incidents) * secondsOfNear
		why = Words("要为 %s 件事件逐一寻找近邻，当场答不完",
			"It looks for what lies near each of %s incidents, which takes too long to wait for", Grouped(incidents))
		instead = Text{"选短一些的期间、小一些的辖区", "ask for a shorter period or a smaller area"}
	}
	if seconds <= mostAtOnce {
		return Text{}, Text{}
	}
	return why, instead
}

// kinds is how many kinds are asked about.
func (s *Study) kinds() (n int) {
	for k := range s.Kinds {
		if s.Set.Has(hotspot.Kind(k)) {
			n++
		}
	}
	return n
}

// wholeSteps is how many whole steps of the period have data, back from its end. Questions without steps have none.
func (s *Study) wholeSteps() int {
	q := &s.Question
	if q.Step == 0 {
		return 0
	}
	return max(0, int((q.Until-max(q.From, s.DataFrom))/hotspot.Day(q.Step)))
}
