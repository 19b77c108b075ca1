package secret_test

import (
	"errors"
	"math/bits"
	"strings"
	"testing"

	"gewu/internal/secret"
)

func TestOnlyThePasswordItselfMatches(t *testing.T) {
	encoded := secret.Hash("梅列区 grid 7 is mine")
	if !strings.HasPrefix(encoded, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the hash is %s", encoded)
	}
	if ok, stale := secret.Match(encoded, "梅列区 grid 7 is mine"); !ok || stale {
		t.Errorf("the password: %t, stale %t", ok, stale)
	}
	if ok, _ := secret.Match(encoded, "梅列区 grid ７ is mine"); !ok {
		t.Error("a full-width digit is taken for another")
	}
	for _, other := range []string{"", "梅列区 grid 7 is mine ", "梅列区 Grid 7 is mine"} {
		if ok, _ := secret.Match(encoded, other); ok {
			t.Errorf("%q matches", other)
		}
	}
	if again := secret.Hash("梅列区 grid 7 is mine"); again == encoded {
		t.Error("two persons with one password have one hash")
	}
}

// The vector is of the reference implementation: phc-winner-argon2, src/test.c, argon2id,
// "password" with "somesalt" at 2^8 KiB, two passes and two lanes.
func TestAHashOfAnotherCostMatchesAndIsStale(t *testing.T) {
	const reference = "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
	if ok, stale := secret.Match(reference, "password"); !ok || !stale {
		t.Errorf("the reference's vector: %t, stale %t", ok, stale)
	}
	if ok, stale := secret.Match(reference, "passwort"); ok || stale {
		t.Errorf("another password: %t, stale %t", ok, stale)
	}
}

func TestWhatIsNoHashMatchesNothing(t *testing.T) {
	good := secret.Hash("correct horse battery")
	for _, encoded := range []string{
		"", "x", good + "$", " " + good, strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=19456", "m=4294967295", 1), strings.Replace(good, "t=2", "t=0", 1), strings.Replace(good, "p=1", "p=0", 1),
		strings.Replace(good, "t=2", "t=4000000000", 1), strings.Replace(good, "m=19456", "m=019456", 1),
		"$argon2id$v=19$m=19456,t=2,p=1$$", "$2y$10$abcdefghijklmnopqrstuv",
	} {
		if ok, stale := secret.Match(encoded, "correct horse battery"); ok || stale {
			t.Errorf("%q matches", encoded)
		}
	}
}

func TestPasswordsThatAreRefused(t *testing.T) {
	tests := []struct {
		password string
		want     error
	}{
		{"", secret.ErrShort},
		{"k7#mQ2xw!fR", secret.ErrShort},
		{"我们的社区网格地图很好用", nil},            // 12 characters, 36 bytes
		{"我们的社区网格地图很好", secret.ErrShort}, // 11
		{strings.Repeat("kq7 x", 25) + "abc", nil},
		{strings.Repeat("kq7 x", 25) + "abcd", secret.ErrLong},
		{"password1234", secret.ErrCommon},
		{"P@ssw0rd2026", secret.ErrCommon},
		{"Passw0rdPassw0rd", secret.ErrCommon},
		{"administrator", secret.ErrCommon},
		{"admin123456!", secret.ErrCommon},
		{"qwertyuiop123", secret.ErrCommon},
		{"1qaz2wsx3edc", secret.ErrCommon},
		{"!QAZ2wsx#EDC4rfv", secret.ErrCommon},
		{"zxcvbnmasdfg", secret.ErrCommon},
		{"aaaaaaaaaaaa", secret.ErrCommon},
		{"kqxkqxkqxkqx", secret.ErrCommon},
		{"123456789012", secret.ErrCommon},
		{"13812345678138", secret.ErrCommon},
		{"350402199001011234", secret.ErrCommon}, // of the form of an identity card's number
		{"woaini1314520", secret.ErrCommon},
		{"Woaini5201314", secret.ErrCommon},
		{"zhangwei19880808", secret.ErrCommon},
		{"wangge@123456", secret.ErrCommon},
		{"sanming-wangge-2026", secret.ErrCommon},
		{"iloveyou1314", secret.ErrCommon},
		{"letmeinletmein1", secret.ErrCommon},
		{"ouyang.suhe.39", secret.ErrName},
		{"OuyangSuhe88", secret.ErrName},
		{"欧阳住在河的南边好多年了吧", nil},
		{"correct horse battery staple", nil},
		{"the river bends at mill lane", nil},
		{"hx7kq-w2mzp", secret.ErrShort},
		{"hx7kq-w2mzpv", nil},
		{"三路社区第七网格在河边", secret.ErrShort},
		{"三路社区第七网格在河的南边", nil},
	}
	for _, tt := range tests {
		if err := secret.Check(tt.password, "ouyang.suhe", "欧阳苏赫"); !errors.Is(err, tt.want) {
			t.Errorf("%q: %v, want %v", tt.password, err, tt.want)
		}
	}
}

func TestAPasswordForOneUseIsNotRefusedAndNotGivenTwice(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		password := secret.OneTime()
		if err := secret.Check(password); err != nil || len(password) != 24 || seen[password] {
			t.Fatalf("%q: %v", password, err)
		}
		seen[password] = true
	}
}

func TestTokensAndKeysAreKeptByTheirSums(t *testing.T) {
	token, sum := secret.Token()
	if !strings.HasPrefix(token, "gewu_") || len(token) != len("gewu_")+43 || secret.Sum(token) != sum {
		t.Errorf("the token is %s", token)
	}
	key, keySum := secret.Key()
	if len(key) != 43 || strings.ContainsAny(key, "+/=") || secret.Sum(key) != keySum {
		t.Errorf("the key is %s", key)
	}
	differ := 0
	for i := range sum {
		differ += bits.OnesCount8(sum[i] ^ keySum[i])
	}
	if differ < 64 {
		t.Errorf("two sums differ in %d of 256 bits only", differ)
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"", "password1234", "我们的社区网格地图很好用", "\xff\xfe", "İİİİİİİİİİİİ", strings.Repeat("ab", 64)} {
		f.Add(seed, "chen")
	}
	f.Fuzz(func(t *testing.T, password, name string) {
		err := secret.Check(password, name)
		if err == nil && secret.Check(password) != nil {
			t.Errorf("%q passes only when the name %q is known", password, name)
		}
	})
}
