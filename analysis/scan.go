package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"gewu/hotspot"
	"gewu/hotspot/cluster"
)

// mostInCircle is how many places a circle of the scan holds at most: larger ones are no place to go to.
const mostInCircle = 250

// A scanned is what the two scans found: of what goes on now, and of the whole period.
type scanned struct {
	Prospective   scanRecord `json:"prospective"`
	Retrospective scanRecord `json:"retrospective"`
}

// A scanRecord says how sure a scan can be.
type scanRecord struct {
	Dispersion Figure       `json:"dispersion"` // by which every likelihood ratio is divided where it is above 1
	Critical   Figure       `json:"critical"`   // that one in twenty maps drawn by chance exceeds
	Windows    []scanWindow `json:"windows"`
}

// A scanWindow is a circle over some steps, with its spot.
type scanWindow struct {
	Spot     int    `json:"spot"` // its number; 0: chance explains it
	From     string `json:"from"`
	Until    string `json:"until"`
	Places   int    `json:"places"`
	Cases    int    `json:"cases"`
	Expected Figure `json:"expected"`
	Relative Figure `json:"relative"`
	LLR      Figure `json:"llr"`
	P        Figure `json:"p"`
	Tail     Figure `json:"tail"`
}

// mostWindows is how many windows a scan tells.
const mostWindows = 10

// scan tells the circles and times with the surest excess over what the places usually have, by Kulldorff's
// space-time permutation: first what goes on now, then over the whole period.
func scan(ctx context.Context, s *Study, progress Progress) (*Answer, error) {
	days, err := s.scanDays()
	if err != nil {
		return nil, err
	}
	a, in := s.answer(), s.scanCourses(days)
	var told scanned
	for i, prospective := range []bool{true, false} {
		result, err := cluster.ScanCourses(ctx, in, s.scanOptions(prospective, len(days)-1), func(done, of int) { progress(i*of+done, 2*of) })
		if err != nil {
			return nil, scanError(err)
		}
		record := s.tellScan(a, result, days, prospective)
		if told.Retrospective = record; prospective {
			told.Prospective = record
		}
	}
	a.More = told
	a.Provenance.Dispersion, a.Provenance.Seed = &told.Retrospective.Dispersion, s.Question.Seed
	a.Provenance.Settings["steps"], a.Provenance.Settings["step_days"] = len(days)-1, s.Question.Step
	a.Provenance.Settings["replicates"], a.Provenance.Settings["most_places"] = s.Question.Replicates, mostInCircle
	s.noteScan(told)
	a.Summary = scanSummary(told)
	return s.finish(a, "count", "households", "expected", "pattern"), nil
}

// A scan has so many steps at least, for what goes on now is compared with what went before, and at most, for the windows
// grow with their square.
const (
	fewestScanSteps = 2
	mostScanSteps   = 120
)

// scanDays divides the period in whole steps, back from its end.
func (s *Study) scanDays() ([]hotspot.Day, error) {
	q := &s.Question
	step := hotspot.Day(q.Step)
	n := s.wholeSteps()
	if n < fewestScanSteps {
		return nil, s.tooShort(fewestScanSteps)
	}
	if n > mostScanSteps {
		return nil, Refuse("step", "每段 %[1]d 天时期间有 %[2]d 段，最多 %[3]d 段；请用 %[4]d 天以上的时段，或选短一些的期间。",
			"With steps of %[1]d days the period has %[2]d of them; %[3]d is the most. Ask for steps of %[4]d days or more, or for a shorter period.",
			q.Step, n, mostScanSteps, (n*q.Step+mostScanSteps-1)/mostScanSteps)
	}
	days := make([]hotspot.Day, n+1)
	for i := range days {
		days[i] = q.Until - step*hotspot.Day(n-i)
	}
	return days, nil
}

// scanCourses counts kind by kind, so that neither what a place always has nor the season of a kind makes a cluster.
func (s *Study) scanCourses(days []hotspot.Day) cluster.Courses {
	in := cluster.Courses{At: make([]hotspot.Point, len(s.Units))}
	for i := range s.Units {
		in.At[i] = s.Plane.Metres(s.place(int32(i)).At)
	}
	for k := range s.Kinds {
		if s.Set.Has(hotspot.Kind(k)) {
			in.Cases = append(in.Cases, counted(s.only(hotspot.KindsOf(hotspot.Kind(k))).Steps(days)))
		}
	}
	return in
}

// counted returns counts as whole numbers.
func counted(steps hotspot.Series) [][]int {
	out := make([][]int, len(steps))
	for t, step := range steps {
		out[t] = make([]int, len(step))
		for i, n := range step {
			out[t][i] = int(n)
		}
	}
	return out
}

func (s *Study) scanOptions(prospective bool, steps int) cluster.ScanOptions {
	return cluster.ScanOptions{
		MostPlaces: mostInCircle, MostSteps: max(1, steps/2), Prospective: prospective,
		Replicates: s.Question.Replicates, Seed: s.Question.Seed, Most: mostWindows,
	}
}

// scanError puts the refusals of the scan into words.
func scanError(err error) error {
	if errors.Is(err, cluster.ErrNoCases) {
		return NotTestable("事件少于两件。", "fewer than two incidents.")
	}
	return err
}

// scanLevel is the probability up to which a window is told as a spot. There are two scans, so that of both together one
// in twenty towns where nothing goes on has one.
const scanLevel = 0.05 / 2

// tellScan adds the windows that chance does not explain, those of the whole period only where they do not go on
// now: these are told already. What comes after one that chance explains is not told.
func (s *Study) tellScan(a *Answer, result cluster.Scanned, days []hotspot.Day, prospective bool) scanRecord {
	record := scanRecord{Dispersion: Known(result.Dispersion.Phi), Critical: Known(result.Critical), Windows: []scanWindow{}}
	sure := true
	for _, w := range result.Windows {
		number := 0
		sure = sure && w.P <= scanLevel
		if sure && (prospective || w.To < len(days)-2) {
			s.tellWindow(a, w, days)
			number = len(a.Spots)
		}
		record.Windows = append(record.Windows, scanWindow{
			number, date(days[w.From]), date(days[w.To+1]), len(w.Places), w.Cases, Known(w.Expected),
			Known(w.Relative), Known(w.LLR), Known(w.P), Known(w.Tail),
		})
	}
	return record
}

// tellWindow adds a window to an answer as a spot.
func (s *Study) tellWindow(a *Answer, w cluster.Window, days []hotspot.Day) {
	from, until := days[w.From], days[w.To+1]
	since := date(from)
	spot := Spot{
		Number: len(a.Spots) + 1, Class: classOfQ(2 * w.P), Pattern: patternPersistent, Since: &since,
		Count: w.Cases, Expected: Known(w.Expected), Ratio: Known(float64(w.Cases) / w.Expected), P: Known(w.P), Series: []int{},
	}
	if w.To < len(days)-2 {
		end := date(until)
		spot.Pattern, spot.Until = patternEnded, &end
	}
	g := s.gatherIn(w.Places, from, until)
	s.describe(&spot, g, from, until)
	limits := hotspot.PoissonLimits(w.Cases, confidence)
	spot.RatioLower, spot.RatioUpper = Known(limits.Lower/w.Expected), Known(limits.Upper/w.Expected)
	for _, place := range w.Places {
		spot.Places = append(spot.Places, int(place))
		a.Places[place].Pattern = spot.Pattern
	}
	what, cover := kindWords(spot.Kinds), coverWords(&spot)
	spot.Words = Text{
		fmt.Sprintf("%s一带 %d 处：%s。%s起至%s前，%s 件，按这些地方平时各类事件的多少与全区同期应有约 %s 件（%s 倍）。纯属偶然的概率约 %s。", spot.Name.ZH, len(w.Places), what.ZH, dayWords(since).ZH, dayWords(date(until)).ZH, Grouped(w.Cases), short(spot.Expected), short(spot.Ratio), short(spot.P)) + cover.ZH,
		fmt.Sprintf("%d places about %s: %s. From %s until %s there were %s incidents; by what these places usually have of each kind, and what the whole area had at that time, about %s were to be expected (%s times as many). Chance alone has about %s. ", len(w.Places), spot.Name.EN, what.EN, dayWords(since).EN, dayWords(date(until)).EN, Grouped(w.Cases), short(spot.Expected), short(spot.Ratio), short(spot.P)) + cover.EN,
	}
	a.Spots = append(a.Spots, spot)
}

// gatherIn returns the incidents of some units from a day until another.
func (s *Study) gatherIn(units []int32, from, until hotspot.Day) *gathered {
	g, filter := newGathered(), hotspot.Filter{From: from, To: until, Kinds: s.Set}
	for piece, unit := range s.OfPiece {
		if unit < 0 || !slices.Contains(units, unit) {
			continue
		}
		g.take(int32(piece))
		for f := range s.Cube.Facts(int32(piece), filter) {
			g.add(int32(piece), f.Kind, int(f.Count))
		}
	}
	return g
}

// noteScan says what the scan rests on.
func (s *Study) noteScan(told scanned) {
	phi, _ := told.Retrospective.Dispersion.Value()
	s.Note("own_course", "扫描把每处与它自己平时、每类事件与全区同期相比：一直如此的地方不算聚集，季节也不算。一直偏多的地方见“热点”。",
		"The scan compares each place with what it usually has, and each kind with what it has everywhere at that time: what has always been so is no cluster, nor is a season. For places that always have more, ask for hot spots.")
	if phi <= 1 {
		s.Note("dispersion", "事件起伏为纯属偶然时的 %.2f 倍，没有成串。", "Incidents vary %.2f times as much as by chance: they do not come in bunches.", phi)
	} else {
		s.Note("dispersion", "事件会成串上报：起伏为纯属偶然时的 %.2f 倍；随机抽样时也照样成串，以免把成串上报当作聚集。",
			"Incidents come in bunches: they vary %.2f times as much as by chance. Chance is drawn in bunches as large, lest these pass for clusters.", phi)
	}
	s.Note("secondary", "每处聚集都在除去前面各处之后检验；第二处起的概率偏大而非偏小。", "Each cluster is tested without the places of those before it; the probabilities of all but the first are too large rather than too small.")
}

func scanSummary(told scanned) Summary {
	count := func(r scanRecord) (n int) {
		for _, w := range r.Windows {
			if w.Spot > 0 {
				n++
			}
		}
		return n
	}
	now, past := count(told.Prospective), count(told.Retrospective)
	return Summary{
		Words("正在发生的聚集 %d 处，期间内已过去的 %d 处。平安无事的地方，二十次扫描约有一次会误报。", "Clusters that go on now: %d; that were earlier in the period: %d. Where nothing goes on, about one scan in twenty names one.", now, past),
		[]NamedFigure{
			{Name: "now", Value: Known(float64(now)), Unit: "places", Words: placesOf},
			{Name: "earlier", Value: Known(float64(past)), Unit: "places", Words: placesOf},
			{Name: "dispersion", Value: told.Retrospective.Dispersion, Unit: "times", Words: timesOf},
		},
	}
}
