package secret

import (
	"testing"
	"testing/synctest"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
		"$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=+8,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHQ", "$argon2id$v=19$m=8,t=1,p=300$c29tZXNhbHQ$c29tZXNhbHQ",
		"$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHR=$c29tZXNhbHQ", "$argon2id$v=19$m=8,t=1,p=1 $c29tZXNhbHQ$c29tZXNhbHQ\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, encoded string) {
		s, err := parse(encoded)
		if err != nil {
			return
		}
		if s.String() != encoded {
			t.Errorf("%q reads as %q", encoded, s)
		}
		if s.memoryKiB > mostMemoryKiB || s.passes > mostPasses || s.lanes > mostLanes || s.passes == 0 || s.lanes == 0 {
			t.Errorf("%q costs more than it may", encoded)
		}
	})
}

func TestNotMoreThanSoManyPasswordsAreHashedAtOnce(t *testing.T) {
	whole := seats
	defer func() { seats = whole }()
	synctest.Test(t, func(t *testing.T) {
		seats = make(chan struct{}, atOnce)
		for range atOnce {
			seats <- struct{}{}
		}
		hashed := false
		go func() {
			Match("", "somebody waits")
			hashed = true
		}()
		synctest.Wait()
		if hashed {
			t.Error("a password was hashed without a seat")
		}
		<-seats
		synctest.Wait()
		if !hashed {
			t.Error("a password is not hashed although there is a seat")
		}
	})
}
