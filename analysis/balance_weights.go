package analysis

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gewu/hotspot"
)

// A KindWork says how much work an incident of a kind, or of each kind of a large class, counts as.
type KindWork struct {
	Code   string
	Weight float64
}

// mostWork is the largest weight: an incident that is as much work as a thousand others.
const mostWork = 1000

// readWeights reads codes with weights between commas, 06:2,09009:0.5. In a code a comma or a colon stands behind a backslash.
func readWeights(q *Question, text string) *Refusal {
	if text == "" {
		return nil
	}
	for _, item := range splitQuoted(text, ',') {
		parts := splitQuoted(item, ':')
		if len(parts) != 2 || !plainNumber.MatchString(parts[1]) {
			return Refuse("weights", "weights 应为“类型:权重”，以逗号分隔，例如 06:2,09009:0.5：“%s”。", "weights must be kinds with a number, such as 06:2,09009:0.5: “%s”.", clip(item))
		}
		weight, err := strconv.ParseFloat(parts[1], 64)
		if err != nil || weight > mostWork {
			return Refuse("weights", "权重应为 0 到 %d 的数：“%s”。", "a weight must be a number from 0 to %d: “%s”.", mostWork, clip(item))
		}
		q.Weights = append(q.Weights, KindWork{unquote(parts[0]), weight})
	}
	slices.SortFunc(q.Weights, func(a, b KindWork) int { return cmp.Compare(a.Code, b.Code) })
	for i := 1; i < len(q.Weights); i++ {
		if q.Weights[i].Code == q.Weights[i-1].Code {
			return Refuse("weights", "weights 中“%s”出现两次。", "weights names “%s” twice.", clip(q.Weights[i].Code))
		}
	}
	return nil
}

// splitQuoted divides a text at a separator that stands behind no backslash; the backslashes stay.
func splitQuoted(text string, at byte) (parts []string) {
	from := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case at:
			parts, from = append(parts, text[from:i]), i+1
		}
	}
	return append(parts, text[from:])
}

// unquote takes away the backslashes before other characters.
func unquote(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// writeWeights writes what readWeights reads as the same weights.
func writeWeights(q *Question) string {
	quote := strings.NewReplacer(`\`, `\\`, ",", `\,`, ":", `\:`)
	items := make([]string, len(q.Weights))
	for i, w := range q.Weights {
		items[i] = quote.Replace(w.Code) + ":" + strconv.FormatFloat(w.Weight, 'f', -1, 64)
	}
	return strings.Join(items, ",")
}

// weighed returns the kinds that are asked for by what an incident of theirs counts as: its kind's weight, else that of
// its large class, else 1.
func (s *Study) weighed() (map[float64]*hotspot.KindSet, *Refusal) {
	weight := make([]float64, len(s.Kinds))
	for k := range weight {
		weight[k] = 1
	}
	for _, ownKind := range []bool{false, true} {
		for _, w := range s.Question.Weights {
			own := s.KindOf(w.Code) >= 0
			set := s.kindsOf(w.Code)
			if set == nil {
				return nil, Refuse("weights", "没有“%s”这种事件类型。", "There is no kind of issue “%s”.", clip(w.Code))
			}
			for k := range weight {
				if own == ownKind && set.Has(hotspot.Kind(k)) {
					weight[k] = w.Weight
				}
			}
		}
	}
	of := map[float64][]hotspot.Kind{}
	for k, w := range weight {
		if s.Set.Has(hotspot.Kind(k)) {
			of[w] = append(of[w], hotspot.Kind(k))
		}
	}
	sets := make(map[float64]*hotspot.KindSet, len(of))
	for w, kinds := range of {
		sets[w] = hotspot.KindsOf(kinds...)
	}
	return sets, nil
}

// weightsTold lists the weights that were asked for, and that all others count as 1.
func (s *Study) weightsTold() []kindWeight {
	told := []kindWeight{}
	for _, w := range s.Question.Weights {
		told = append(told, kindWeight{s.kindName(w.Code), Known(w.Weight)})
	}
	return append(told, kindWeight{KindName{Name: Text{"其他", "all others"}}, Known(1)})
}

// noteWeights says what an incident counts as.
func (s *Study) noteWeights() {
	if len(s.Question.Weights) == 0 {
		s.Note("weights", "每件事件计为 1；可用 weights 按类型给出权重。", "Each incident counts as 1; weights gives kinds others.")
		return
	}
	s.Note("weights", "工作量按给定的权重计算，其余类型计为 1。", "Work is weighed as asked; kinds without a weight count as 1.")
}
