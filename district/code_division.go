package district

import (
	"cmp"
	"strings"
)

// provinces are the first two digits of GB/T 2260.
var provinces = func() map[string]bool {
	set := map[string]bool{}
	for _, digits := range strings.Fields("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 " +
		"50 51 52 53 54 61 62 63 64 65 71 81 82") {
		set[digits] = true
	}
	return set
}()

// checkDivision checks the groups of a division code of that form from left to right. Its
// first two digits are a province.
func checkDivision(text string, form CodeForm) error {
	unfit := func(from, to int, reason string) error {
		return &CodeError{Code: text, From: from, To: to, Reason: reason}
	}
	if reason := unfitCounty(text, form); reason != "" {
		return unfit(3, 6, reason)
	}
	if form >= StreetForm {
		if reason := unfitStreet(text[6:9]); reason != "" {
			return unfit(7, 9, reason)
		}
	}
	if form >= CommunityForm {
		if reason := unfitCommunity(text[9:12]); reason != "" {
			return unfit(10, 12, reason)
		}
	}
	if form == GridForm && text[12:] == "000" {
		return unfit(13, 15, "grids are numbered from 001 within their community")
	}
	return nil
}

// unfitCounty checks digits 3–6 (GB/T 2260): city or prefecture, then county. 00 stands for
// the level above as a whole: 440000 a province, 440100 a city. Streets lie in a county or in
// one of the cities without counties (441900), never straight in a province.
func unfitCounty(text string, form CodeForm) string {
	city, county := text[2:4], text[4:6]
	switch {
	case city == "00" && county != "00":
		return "a county belongs to a city or prefecture, whose digits 3–4 are not 00"
	case city == "00" && form > CountyForm:
		return "a street belongs to a county or city; 0000 is a whole province"
	case city > "70" && city != "90":
		return "digits 3–4 are 01–20 or 51–70 for a city, 21–50 for a prefecture, 90 for counties run by the province"
	default:
		return ""
	}
}

// unfitStreet checks digits 7–9 (GB/T 10114).
func unfitStreet(digits string) string {
	switch {
	case digits == "000":
		return "no street is 000; the code of a county is its first 6 digits alone"
	case digits >= "600":
		return "a street is 001–099, a town 100–199, a township 200–399, a unit like a town 400–599"
	default:
		return ""
	}
}

// unfitCommunity checks digits 10–12. Numbers from 601 are those of merged communities in the
// 20 digits of CJ/T 349, which are a local code here; a 12-digit code never has them.
func unfitCommunity(digits string) string {
	const choices = "a community is 001–199 (residents' committee) or 200–399 (villagers' committee)"
	switch {
	case digits == "000":
		return "no community is 000; the code of a street is its first 9 digits alone"
	case digits > "600":
		return choices + "; numbers from 601 belong to the 20-digit codes of CJ/T 349"
	case digits >= "400":
		return choices + "; 400–599 are zones and farms without a committee"
	default:
		return ""
	}
}

// compareCodes orders codes as people count: runs of digits by their number, so that "9"
// comes before "10", and everything else by letter. Codes that differ are never equal.
func compareCodes(a, b string) int {
	restA, restB := a, b
	for restA != "" && restB != "" {
		digitsA, digitsB := countDigits(restA), countDigits(restB)
		var order int
		if digitsA > 0 && digitsB > 0 {
			order = compareNumbers(restA[:digitsA], restB[:digitsB])
		} else {
			digitsA, digitsB = 1, 1
			order = cmp.Compare(restA[0], restB[0])
		}
		if order != 0 {
			return order
		}
		restA, restB = restA[digitsA:], restB[digitsB:]
	}
	return cmp.Or(cmp.Compare(len(restA), len(restB)), strings.Compare(a, b))
}

// compareNumbers compares runs of digits of any length by their number.
func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
