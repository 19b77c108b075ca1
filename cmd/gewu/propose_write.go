package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"gewu/plan/propose"
)

// name gives grids that have no code one: numbers go on where all codes are numbers.
func (g *proposalGround) name(assignment []int32) {
	most := slices.Max(assignment)
	highest, numbers := 0, true
	for _, code := range g.codes {
		n, err := strconv.Atoi(code)
		numbers = numbers && err == nil && strconv.Itoa(n) == code
		highest = max(highest, n)
	}
	for n := 1; len(g.codes) <= int(most); n++ {
		code := fmt.Sprintf("new-%d", n)
		if numbers {
			code = strconv.Itoa(highest + n)
		}
		if _, taken := g.gridOf[code]; !taken {
			g.grid(code)
		}
	}
}

// meritWords say what a proposal is best in.
var meritWords = map[propose.Merit]string{
	propose.LeastChange: "least change", propose.BestBorders: "best borders",
	propose.MostEven: "most even", propose.FewestGrids: "fewest grids", propose.Compromise: "compromise",
}

// tell prints the proposals beside what there is today, and what stands against the chosen one.
func (p *proposing) tell(out io.Writer, g *proposalGround, found propose.Answer, chosen propose.Proposal) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\tgrids\tin band\thouseholds\tapart\tborder cost\ton roads\tcompactness\tmoved\t")
	if p.request.Current != nil {
		today, err := propose.Measure(p.request, p.request.Current)
		if err != nil {
			return err
		}
		tellMetrics(w, "today", today)
	}
	for _, o := range found.Proposals {
		var words []string
		for _, m := range o.Merits {
			words = append(words, meritWords[m])
		}
		mark := ""
		if &o.Assignment[0] == &chosen.Assignment[0] {
			mark = "* "
		}
		tellMetrics(w, mark+strings.Join(words, ", "), o.Metrics)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if sentence := outcomeWords[found.Outcome]; sentence != "" {
		fmt.Fprintln(out, sentence)
	}
	if sentence := fewWords[found.Few]; sentence != "" {
		fmt.Fprintln(out, sentence)
	}
	g.tellReasons(out, chosen.Reasons)
	g.tellProblems(out, chosen.Problems)
	return nil
}

// What is said of an answer as a whole.
var (
	outcomeWords = map[propose.Outcome]string{
		propose.InOrder: "note: every grid of today is in order; the first proposal changes nothing",
		propose.Unmet:   "note: no proposal was found with every grid inside the band",
	}
	fewWords = map[propose.Few]string{
		propose.NothingIsFree: "note: there are fewer than three proposals: nothing may change",
		propose.OneGridOnly:   "note: there are fewer than three proposals: there are households for one grid only",
		propose.NoneElse:      "note: there are fewer than three proposals: all others that were drawn are better in nothing",
	}
)

func tellMetrics(w io.Writer, name string, m propose.Metrics) {
	compactness := "–" // areas are not known
	if m.Compactness > 0 {
		compactness = strconv.FormatFloat(m.Compactness, 'f', 3, 64)
	}
	fmt.Fprintf(w, "%s\t%d\t%.1f %%\t%d to %d\t%d\t%.1f\t%.1f %%\t%s\t%.1f %%\t\n", name, m.Grids, 100*m.InBandShare(),
		m.FewestHouseholds, m.MostHouseholds, m.Detached, m.Cost/1000, 100*m.OnRoadShare(), compactness, 100*m.MovedShare())
}

// most reasons, and most problems, that are told one by one.
const mostProblems = 20

// tellReasons says why each grid changes.
func (g *proposalGround) tellReasons(out io.Writer, reasons []propose.Reason) {
	for i, r := range reasons {
		if i == mostProblems {
			fmt.Fprintf(out, "and %d more\n", len(reasons)-i)
			return
		}
		fmt.Fprintf(out, "grid %s: %s\n", g.codes[r.Grid], g.reason(r))
	}
}

func (g *proposalGround) reason(r propose.Reason) string {
	flow := fmt.Sprintf("%d households become %d (%d come, %d go)", r.Before, r.After, r.Gained, r.Lost)
	switch r.Why {
	case propose.WasOver:
		return "had too many: " + flow
	case propose.WasUnder:
		return "had too few: " + flow
	case propose.WasDetached:
		return "was in pieces: " + flow
	case propose.IsNew:
		return fmt.Sprintf("is new, with %d households", r.After)
	case propose.Dissolved:
		return fmt.Sprintf("ends, and its %d households go to others", r.Before)
	case propose.TookUnassigned:
		return "takes what was in no grid: " + flow
	case propose.MakesRoom:
		return fmt.Sprintf("makes room for grid %s: %s", g.codes[r.Other], flow)
	default:
		return "gets a better border: " + flow
	}
}

func (g *proposalGround) tellProblems(out io.Writer, problems []propose.Problem) {
	for i, p := range problems {
		if i == mostProblems {
			fmt.Fprintf(out, "and %d more\n", len(problems)-i)
			return
		}
		fmt.Fprintf(out, "note: %s\n", g.problem(p))
	}
}

func (g *proposalGround) problem(p propose.Problem) string {
	band := "the band"
	switch p.Kind {
	case propose.CellOverBand:
		return fmt.Sprintf("cell %s has %d households, more than %s: part it by entrances, or make it a grid by itself that is exempt",
			g.names[p.Cells[0]], p.Households, band)
	case propose.EstateOverBand:
		return fmt.Sprintf("the estate of cell %s has %d households, more than %s: it is cut", g.names[p.Cells[0]], p.Households, band)
	case propose.EstateApart:
		return fmt.Sprintf("the estate of cell %s does not hang together where it may change: it is cut", g.names[p.Cells[0]])
	case propose.IslandUnderBand:
		return fmt.Sprintf("%s has %d households, fewer than %s", g.island(p.Cells), p.Households, band)
	case propose.IslandNoCount:
		return fmt.Sprintf("%s has %d households: no number of grids is inside %s", g.island(p.Cells), p.Households, band)
	case propose.LockedDetached:
		return fmt.Sprintf("grid %s may not change and is in pieces", g.codes[p.Grid])
	case propose.LockedOutOfBand:
		return fmt.Sprintf("grid %s may not change and has %d households", g.codes[p.Grid], p.Households)
	default:
		return fmt.Sprintf("grid %s has %d households, outside %s", g.codes[p.Grid], p.Households, band)
	}
}

// write writes the grid of each cell, or for a community's GeoJSON, the land of each grid.
func (p *proposing) write(std io.Writer, g *proposalGround, chosen propose.Proposal) error {
	out, finish, err := create(p.output, std)
	if err != nil {
		return err
	}
	if g.plan != nil && isGeoJSON(p.output) {
		return finish(writeDissolved(out, g, chosen))
	}
	return finish(g.writeTable(out, chosen.Assignment))
}

func isGeoJSON(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".geojson") || strings.HasSuffix(name, ".json")
}

func (g *proposalGround) writeTable(out io.Writer, assignment []int32) error {
	w := csv.NewWriter(out)
	rows := [][]string{{"cell", "grid"}}
	for c, grid := range assignment {
		code := ""
		if grid != propose.None {
			code = g.codes[grid]
		}
		rows = append(rows, []string{g.names[c], code})
	}
	return w.WriteAll(rows)
}

// island names cells that hang together with no others.
func (g *proposalGround) island(cells []int32) string {
	count := fmt.Sprintf("%d cells", len(cells))
	if len(cells) == 1 {
		count = "1 cell"
	}
	return fmt.Sprintf("what hangs together with cell %s (%s)", g.names[cells[0]], count)
}
