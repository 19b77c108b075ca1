package hotspot

import (
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/internal/reference"
)

// title writes a course as the reference does: "consecutive hot", "no pattern".
func title(e Emerging) string {
	name := strings.ReplaceAll(e.Pattern.String(), "_", " ")
	switch {
	case e.Pattern == NoPattern:
		return name
	case e.Cold:
		return name + " cold"
	}
	return name + " hot"
}

func TestTheDecisionTreeChoosesAsInTheReferencesVectors(t *testing.T) {
	for _, name := range []string{"ref_ehsa.json", "ref_ehsa_ext.json"} {
		for _, v := range readVectors(t, name) {
			e := Emerging{Steps: v.steps(), Trend: Trend{S: v.S, P: v.P}}
			e.classify(0.05)
			got := title(e)
			if name == "ref_ehsa.json" && e.Pattern == Ended {
				got = "no pattern" // the classic scheme does not know it
			}
			if got != v.Category {
				t.Errorf("%s, %s, S %d, p %v: %s, want %s", name, v.Bins, v.S, v.P, got, v.Category)
			}
		}
	}
}

type vector struct {
	Bins     string
	S        int
	P        float64
	Category string
}

func (v vector) steps() []int8 {
	out := make([]int8, len(v.Bins))
	for i, c := range v.Bins {
		out[i] = map[rune]int8{'+': 1, '-': -1}[c]
	}
	return out
}

func readVectors(t *testing.T, name string) []vector {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for i := range file.Vectors {
		if file.Vectors[i].P == 0 {
			file.Vectors[i].P = 1
		}
	}
	if len(file.Vectors) < 9 {
		t.Fatalf("%s has %d vectors", name, len(file.Vectors))
	}
	return file.Vectors
}

func TestTheCubeOfTwelveMonthsIsClassifiedAsInTheReference(t *testing.T) {
	g := readTown(t)
	classic, ref := readTable(t, "ref_ehsa.csv"), readTable(t, "ref_ehsa_ext.csv")
	for _, variable := range []string{"rate1000", "count"} {
		got, err := Emerge(g.months(t, variable == "rate1000"), g.queen, EmergeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for row, v := range ref.Text("var") {
			if v != variable {
				continue
			}
			place, _ := strconv.Atoi(ref.Text("id")[row])
			e := got[place-1]
			want := []string{ref.Text("bins")[row], ref.Text("category_ext")[row]}
			if diff := cmp.Diff(want, []string{bins(e.Steps), title(e)}); diff != "" {
				t.Errorf("%s, place %d: %s", variable, place, diff)
			}
			if float64(e.Trend.S) != ref.Column("mkt_S")[row] || classic.Text("bins")[row] != bins(e.Steps) {
				t.Errorf("%s, place %d: S %d, steps %s", variable, place, e.Trend.S, bins(e.Steps))
			}
		}
		p := make([]float64, len(got))
		for i := range got {
			p[i] = got[i].Trend.P
		}
		near(t, variable+": p of the trend", p, part(ref, variable, "mkt_p"), 1e-9)
	}
}

// part returns a column's rows of one variable.
func part(ref reference.Table, variable, column string) (out []float64) {
	for i, v := range ref.Column(column) {
		if ref.Text("var")[i] == variable {
			out = append(out, v)
		}
	}
	return out
}

func bins(steps []int8) string {
	out := make([]byte, len(steps))
	for i, s := range steps {
		out[i] = "-.+"[s+1]
	}
	return string(out)
}

func TestTheZOfSpaceAndTimeEqualsSpdepOnItsGraph(t *testing.T) {
	g := readTown(t)
	x, w := g.months(t, true), g.queen.WithSelf()
	study, lags := x.measure(w), x.lags(w)
	var got, want []float64
	text, err := os.ReadFile("testdata/ref_ehsa_z_rate1000.csv")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Fields(string(text)) {
		got = append(got, study.course(lags, w, i, 2)...)
		for _, field := range strings.Split(line, ",") {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, v)
		}
	}
	near(t, "z", got, want, 1e-9)
}

func TestCoursesThatCannotBeTestedSayWhy(t *testing.T) {
	flat := make(Series, 12)
	for i := range flat {
		flat[i] = make([]float64, 9)
	}
	if _, err := Emerge(flat[:9], Queen(3, 3), EmergeOptions{}); !errors.Is(err, ErrTooFewSteps) {
		t.Errorf("nine steps: %v", err)
	}
	got, err := Emerge(flat, Queen(3, 3), EmergeOptions{})
	if err != nil || got[0].Why != NoVariance {
		t.Errorf("twelve steps without an incident: %+v, %v", got[0], err)
	}
	flat[11][0] = 5
	got, err = Emerge(flat, Queen(3, 3).Within([]bool{true, true, true, true, true, true, true, true, false}), EmergeOptions{})
	if err != nil || got[8].Why != OutsideArea || got[4].Why != Testable {
		t.Errorf("a square outside, and one that has all as neighbours, which over twelve steps is testable: %v %v, %v", got[8].Why, got[4].Why, err)
	}
}
