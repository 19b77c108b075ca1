package district_test

import (
	"errors"
	"strings"
	"testing"

	"gewu/district"
)

func TestADivisionCodeIsReadInItsParts(t *testing.T) {
	type parts struct {
		Form                                district.CodeForm
		County, Street, Community, Sequence string
		Committee                           district.Committee
		Parent                              string
	}
	for code, want := range map[string]parts{
		"110101":          {district.CountyForm, "110101", "", "", "", district.NoCommittee, ""},
		"440000":          {district.CountyForm, "440000", "", "", "", district.NoCommittee, ""},
		"440983102":       {district.StreetForm, "440983", "102", "", "", district.NoCommittee, "440983"},
		"440983102001":    {district.CommunityForm, "440983", "102", "001", "", district.Residents, "440983102"},
		"440983102201":    {district.CommunityForm, "440983", "102", "201", "", district.Villagers, "440983102"},
		"110101001001007": {district.GridForm, "110101", "001", "001", "007", district.Residents, "110101001001"},
		"110101001399999": {district.GridForm, "110101", "001", "399", "999", district.Villagers, "110101001399"},
		"11010100100100A": {district.GridForm, "110101", "001", "001", "00A", district.Residents, "110101001001"},
		"110101001001ZZZ": {district.GridForm, "110101", "001", "001", "ZZZ", district.Residents, "110101001001"},
		"441900003":       {district.StreetForm, "441900", "003", "", "", district.NoCommittee, "441900"}, // a city without counties
		"429004":          {district.CountyForm, "429004", "", "", "", district.NoCommittee, ""},          // run by the province
	} {
		t.Run(code, func(t *testing.T) {
			c, err := district.ParseCode(" " + code + "\t")
			if err != nil {
				t.Fatal(err)
			}
			parent, ok := c.Parent()
			got := parts{c.Form(), c.County(), c.Street(), c.Community(), c.Sequence(), c.Committee(), parent.String()}
			if got != want || ok != (want.Parent != "") || !c.Standard() || c.String() != code {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestAWrongDivisionCodeSaysWhichDigitsAndWhy(t *testing.T) {
	for code, want := range map[string]string{
		"110001":          "digits 3–6 (0001): a county belongs to a city",
		"110000001":       "digits 3–6 (0000): a street belongs to a county or city",
		"118101":          "digits 3–6 (8101): digits 3–4 are 01–20",
		"110101000":       "digits 7–9 (000): no street is 000",
		"110101600":       "digits 7–9 (600): a street is 001–099, a town 100–199",
		"110101001000":    "digits 10–12 (000): no community is 000; the code of a street is its first 9 digits",
		"110101000000":    "digits 7–9 (000): no street is 000; the code of a county is its first 6 digits",
		"110101001400":    "digits 10–12 (400): a community is 001–199 (residents' committee) or 200–399 (villagers' committee); 400–599",
		"110101001498":    "digits 10–12 (498)",
		"110101001600":    "digits 10–12 (600)",
		"110101001601":    "digits 10–12 (601): a community is 001–199 (residents' committee) or 200–399 (villagers' committee); numbers from 601 belong to the 20-digit codes of CJ/T 349",
		"110101001999":    "digits 10–12 (999)",
		"110101001001000": "digits 13–15 (000): grids are numbered from 001",
		"110101001400001": "digits 10–12 (400)",
		"11010100140000A": "digits 10–12 (400)",
	} {
		_, err := district.ParseCode(code)
		if err == nil || !strings.HasPrefix(err.Error(), `code "`+code+`": `+want) {
			t.Errorf("%s: got %v, want %s", code, err, want)
		}
		if unfit, ok := errors.AsType[*district.CodeError](err); !ok || unfit.From == 0 {
			t.Errorf("%s: the error does not carry the digits: %#v", code, err)
		}
	}
}

func TestOtherCodesAreLocal(t *testing.T) {
	for _, code := range []string{
		"A6301-01-007", "1123", "80202", "东风-03", "TPSZ01", "1", "12345678901234567890",
		"200510726002341", // a block of the United States' census: 20 is no province
		"060750117001",    // a block group of it
		"11010100100100a", // small letters are no part of the form
		"1101010010010",   // 13 digits
		"1101A1",
		strings.Repeat("格", district.MaxCodeLength),
	} {
		c, err := district.ParseCode(code)
		if err != nil || c.Standard() || c.Form() != district.LocalForm || c.String() != code {
			t.Errorf("%s: %v, %v", code, c, err)
			continue
		}
		if _, ok := c.Parent(); ok || c.County()+c.Street()+c.Community()+c.Sequence() != "" || c.Committee() != district.NoCommittee {
			t.Errorf("%s has parts", code)
		}
	}
}

func TestATextThatIsNoCodeIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":            "it is empty",
		" \t ":        "it is empty",
		"a\x00b":      "cannot be printed",
		"a\nb":        "cannot be printed",
		"\xff\xfe":    "not UTF-8",
		"１１０１０１":      "full-width",
		"1.10101E+14": "spreadsheet",
		"1,10101e14":  "spreadsheet",
		strings.Repeat("x", district.MaxCodeLength+1): "longer than 64",
	} {
		if _, err := district.ParseCode(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestSequencesOfACommunityEndAt999(t *testing.T) {
	community, err := district.ParseCode("110101001001")
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{1: "110101001001001", 42: "110101001001042", 999: "110101001001999"} {
		got, err := community.GridCode(n)
		if err != nil || got.String() != want {
			t.Errorf("grid %d: %v, %v", n, got, err)
			continue
		}
		if read, err := district.ParseCode(got.String()); err != nil || read != got {
			t.Errorf("%v is read as %v, %v", got, read, err)
		}
	}
	for _, n := range []int{0, -1, 1000} {
		if got, err := community.GridCode(n); err == nil {
			t.Errorf("grid %d has code %v", n, got)
		}
	}
	street, _ := community.Parent()
	if got, err := street.GridCode(1); err == nil {
		t.Errorf("a street has grid %v", got)
	}
}

func FuzzParseCode(f *testing.F) {
	for _, seed := range []string{"110101", "440983102201", "110101001001007", "11010100100100Z", "A6301-01-007", "", "\xff", "１１"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := district.ParseCode(text)
		if err != nil {
			if err.Error() == "" || len(err.Error()) > 1000 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if again, err := district.ParseCode(c.String()); err != nil || again != c {
			t.Fatalf("%q is %v, which is read as %v, %v", text, c, again, err)
		}
		if c.Standard() && c.County()+c.Street()+c.Community()+c.Sequence() != c.String() {
			t.Fatalf("%v is not the sum of its parts", c)
		}
		if parent, ok := c.Parent(); ok {
			if read, err := district.ParseCode(parent.String()); err != nil || read != parent {
				t.Fatalf("the parent of %v is %v, which is read as %v, %v", c, parent, read, err)
			}
		}
	})
}
