package tiles_test

import (
	"errors"
	"testing"

	"gewu/tiles"
)

func TestAnAddressHasOneSpelling(t *testing.T) {
	tests := []struct {
		name, text string
		want       tiles.Address
		ok         bool
	}{
		{"the whole world", "0/0/0", tiles.Address{}, true},
		{"a tile of a town", "15/26985/13964", tiles.Address{Z: 15, X: 26985, Y: 13964}, true},
		{"the last tile of the deepest zoom", "22/4194303/4194303", tiles.Address{Z: 22, X: 4194303, Y: 4194303}, true},
		{"too deep", "23/0/0", tiles.Address{}, false},
		{"east of the map", "1/2/0", tiles.Address{}, false},
		{"south of the map", "1/0/2", tiles.Address{}, false},
		{"a leading zero", "1/00/0", tiles.Address{}, false},
		{"a sign", "1/-1/0", tiles.Address{}, false},
		{"a plus", "1/+1/0", tiles.Address{}, false},
		{"two parts", "1/1", tiles.Address{}, false},
		{"four parts", "1/1/1/1", tiles.Address{}, false},
		{"an empty part", "1//1", tiles.Address{}, false},
		{"more than 32 bits", "22/4294967296/0", tiles.Address{}, false},
		{"nothing", "", tiles.Address{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tiles.ParseAddress(tt.text)
			if got != tt.want || (err == nil) != tt.ok {
				t.Errorf("ParseAddress(%q) = %v, %v", tt.text, got, err)
			}
			if err != nil && !errors.Is(err, tiles.ErrAddress) {
				t.Errorf("error %v is not ErrAddress", err)
			}
		})
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{"0/0/0", "16/65535/65535", "1/2/0", "33/0/0", "-1/0/0", "1/1", "1/1/1/1", "01/0/0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := tiles.ParseAddress(s)
		if err == nil && a.String() != s {
			t.Errorf("ParseAddress(%q) = %v, another spelling", s, a)
		}
	})
}
