package main

import "testing"

func TestThereAreMoreThreadsThanProcessorsWhereThoseAreFew(t *testing.T) {
	for processors, want := range map[int]int{1: 4, 2: 8, 3: 8, 8: 8, 9: 9, 64: 64} {
		if got := threadsOf(processors); got != want {
			t.Errorf("%d processors get %d threads, want %d", processors, got, want)
		}
	}
}
