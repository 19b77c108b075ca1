package analysis

import (
	"maps"
	"slices"
	"strings"

	"gewu/hotspot"
)

// The questions that share parameters.
var (
	everything = []What{Load, Rate, Hot, Change, Ended, Compare, Clusters, Scan, Silence, Reach, Balance, Coverage, Score, Listed}
	ofIssues   = []What{Load, Rate, Hot, Change, Ended, Compare, Clusters, Scan, Silence, Balance, Score, Listed}
	placed     = []What{Load, Rate, Hot, Change, Ended, Compare, Silence, Reach, Balance, Score}
	inSquares  = []What{Load, Rate, Hot, Change, Ended, Compare, Silence, Score}
	atLevelQ   = []What{Hot, Change, Ended, Compare, Scan, Silence, Score}
	onFoot     = []What{Reach, Coverage}
)

// parameters are all parameters in the order in which a question is written.
var parameters = []parameter{
	{"area", everything, readArea, writeArea},
	day("from", func(q *Question) *hotspot.Day { return &q.From }),
	day("until", func(q *Question) *hotspot.Day { return &q.Until }),
	{"kind", ofIssues, readKinds, writeKinds},
	word("level", placed, func(q *Question) *Level { return &q.Level }, LevelCell, LevelGrid, LevelSection, LevelCommunity, LevelStreet),
	{"cell", inSquares, readCell, writeCell},
	number("q", atLevelQ, 0.0001, 0.5, func(q *Question) *float64 { return &q.Q }),
	tick("counts", []What{Hot}, func(q *Question) *bool { return &q.Counts }),
	tick("robust", []What{Hot}, func(q *Question) *bool { return &q.Robust }),
	word("against", []What{Compare}, func(q *Question) *Against { return &q.Against }, AgainstBefore, AgainstYear),
	number("bandwidth", []What{Load}, leastBandwidth, mostBandwidth, func(q *Question) *float64 { return &q.Bandwidth }),
	whole("step", []What{Change, Ended, Scan, Score}, 1, 366, func(q *Question) *int { return &q.Step }),
	tick("seasonal", []What{Change, Ended}, func(q *Question) *bool { return &q.Seasonal }),
	number("metres", []What{Clusters}, 5, 2000, func(q *Question) *float64 { return &q.Metres }),
	whole("least", []What{Clusters}, 2, 1000, func(q *Question) *int { return &q.Least }),
	whole("within", []What{Clusters}, 0, 3650, func(q *Question) *int { return &q.Within }),
	whole("replicates", []What{Scan}, 99, 9999, func(q *Question) *int { return &q.Replicates }),
	number("minutes", onFoot, 1, 60, func(q *Question) *float64 { return &q.Minutes }),
	number("speed", onFoot, 0.5, 10, func(q *Question) *float64 { return &q.Speed }),
	word("facility", onFoot, func(q *Question) *string { return &q.Facility }),
	word("list", onFoot, func(q *Question) *string { return &q.List }),
	whole("after", onFoot, 0, 10_000_000, func(q *Question) *int { return &q.After }),
	{"weights", []What{Balance}, readWeights, writeWeights},
	whole("per_post", []What{Balance}, 1, 100_000, func(q *Question) *int { return &q.PerPost }),
	{"bbox", []What{Listed}, readBox, writeBox},
	whole("limit", []What{Listed}, 1, 500, func(q *Question) *int { return &q.Limit }),
	word("cursor", []What{Listed}, func(q *Question) *string { return &q.Cursor }),
	{"seed", []What{Scan, Score}, readSeed, writeSeed},
}

// The bandwidths of a heat map, in metres: below one square there is nothing to spread, above some
// kilometres a district is one blot.
const (
	leastBandwidth = Square
	mostBandwidth  = 5000
)

// usual is what questions ask for unless told otherwise.
func usual(what What) Question {
	q := Question{What: what, From: unset, Until: unset, Format: JSON, Q: 0.05, Seed: 1, Against: AgainstBefore, Bandwidth: UsualBandwidth}
	switch what {
	case Change, Ended, Score:
		q.Step = 30
	case Scan:
		q.Step, q.Replicates = 30, 999
	case Clusters:
		q.Metres, q.Least = 60, 10
	case Listed:
		q.Limit = 50
	case Balance:
		q.PerPost = 300
	case Reach, Coverage:
		q.Minutes, q.Speed = 10, 4.8
	}
	return q
}

// usualDays is how long a period is unless told otherwise: a quarter, and for what needs a course, a year.
func usualDays(what What) int {
	switch what {
	case Change, Ended, Scan, Score:
		return 360
	default:
		return 90
	}
}

// ParametersOf returns the names of the parameters that a question takes.
func ParametersOf(what What) []string {
	names := []string{"days", "format"}
	for _, p := range parameters {
		if slices.Contains(p.of, what) {
			names = append(names, p.name)
		}
	}
	slices.Sort(names)
	return names
}

// Parse reads a question of parameters as the interface and the command line give them. The period is by
// default the last days before today: whole days only. The error is a *[Refusal] that names the parameter.
func Parse(what string, values map[string][]string, today hotspot.Day) (Question, error) {
	if !slices.Contains(everything, What(what)) {
		return Question{}, Refuse("what", "没有“%s”这种分析。", "There is no analysis “%s”.", clip(what))
	}
	q := usual(What(what))
	if refusal := q.read(values, today); refusal != nil {
		return Question{}, refusal
	}
	return q, nil
}

func (q *Question) read(values map[string][]string, today hotspot.Day) *Refusal {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if refusal := checkParameter(q.What, name, values[name]); refusal != nil {
			return refusal
		}
	}
	for _, p := range parameters {
		if given := values[p.name]; len(given) > 0 {
			if refusal := p.read(q, strings.TrimSpace(given[0])); refusal != nil {
				return refusal
			}
		}
	}
	if refusal := q.readPeriod(values["days"], today); refusal != nil {
		return refusal
	}
	if refusal := q.readFormat(values["format"]); refusal != nil {
		return refusal
	}
	return q.agree()
}

// checkParameter refuses parameters that a question does not have and those given twice.
func checkParameter(what What, name string, given []string) *Refusal {
	known := ParametersOf(what)
	switch {
	case !slices.Contains(known, name):
		return Refuse(clip(name), "%s 没有参数“%s”。可用：%s。", "%s has no parameter “%s”. Known: %s.", string(what), clip(name), strings.Join(known, ", "))
	case len(given) > 1:
		return Refuse(name, "参数 %s 重复。", "%s is given more than once.", name)
	case len(given) == 1 && len(given[0]) > mostText:
		return Refuse(name, "参数 %s 过长。", "%s is too long.", name)
	}
	return nil
}

// mostText is how long a parameter may be, in bytes: some hundred kinds.
const mostText = 8000

// agree refuses parameters that contradict each other.
func (q *Question) agree() *Refusal {
	switch {
	case q.Cell > 0 && q.Level != "" && q.Level != LevelCell:
		return Refuse("cell", "cell 只用于 level=cell。", "cell goes with level=cell only.")
	case q.Level == LevelCell && !slices.Contains(inSquares, q.What):
		return Refuse("level", "%s 不能按方格统计。", "%s is not asked by squares.", string(q.What))
	case q.Robust && q.Counts:
		return Refuse("robust", "robust 与 counts 不能同时使用。", "robust and counts exclude one another.")
	case q.After > 0 && q.List == "":
		return Refuse("after", "after 须与 list 一起使用。", "after goes with list only.")
	}
	if q.Cell > 0 {
		q.Level = LevelCell
	}
	return nil
}
