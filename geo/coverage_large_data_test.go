//go:build data

package geo_test

import "testing"

func TestAHundredThousandHolesAreBuiltInTime(t *testing.T) { checkCombAndPlate(t, 50_000, 100_000) }

func TestARingOfAMillionPointsIsBuiltInTime(t *testing.T) { checkWheel(t, 1_000_000) }

func TestAHundredThousandAreasThatTouchInOnePointAreBuiltInTime(t *testing.T) { checkCake(t, 25_000) }

func TestAHundredThousandHolesAreValidatedInTime(t *testing.T) { checkLargeShapes(t, 1_000_000, 316) }
