package demo_test

import (
	"testing"

	"gewu/internal/demo"
)

func BenchmarkGenerate(b *testing.B) {
	for b.Loop() {
		demo.Generate(1, today)
	}
}
