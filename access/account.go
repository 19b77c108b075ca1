package access

import (
	"errors"
	"time"

	"gewu/geo"
)

// Why something about people cannot be done.
var (
	// ErrNobody: there is no such person, grant, session, token or password, or not for who asks.
	ErrNobody = errors.New("there is no such person, role, session or token")
	// ErrNameTaken: another person signs in with that name.
	ErrNameTaken = errors.New("another person has that sign-in name")
	// ErrDouble: the person has that role in that area already on some of those days.
	ErrDouble = errors.New("the person has that role there already on some of those days")
	// ErrNoArea: a role or a token is meant for an area that does not exist.
	ErrNoArea = errors.New("there is no such area")
	// ErrPeriod: a role would end before it begins, or a token expire at once or after too long.
	ErrPeriod = errors.New("that period makes no sense")
	// ErrRole: there is no such role.
	ErrRole = errors.New("there is no such role")
	// ErrTokenName: a token needs a name.
	ErrTokenName = errors.New("a token has a name of 1 to 200 characters, on one line")
	// ErrLastAdministrator: nobody would be left who administers the whole district.
	ErrLastAdministrator = errors.New("the last administrator of the whole district must stay; give that role to another person first")
)

// An Account is what is kept of a person who may sign in.
type Account struct {
	ID          int64
	Name        string // what they sign in with: see Name
	FullName    string
	Email       string // "": none
	Created     time.Time
	Disabled    bool
	Local       bool // they have a password here
	MustChange  bool // that password was given once, and must be changed first
	Identities  int  // at providers elsewhere
	LockedUntil time.Time
	LastSeen    time.Time // zero: never
	Grants      []Grant   // that are not revoked, in the scope asked for, ended ones too; by role and area
	Elsewhere   bool      // they have other roles, now or later, out of the scope asked for
}

// An AccountFilter says which people are asked for, in the order of their names.
type AccountFilter struct {
	Text     string     // part of the sign-in name, full name or e-mail address; "": any
	Role     Role       // "": any
	Area     geo.AreaID // with a role in it or below, now or later; 0: anywhere
	Disabled *bool      // nil: either
	After    int64      // those behind this person in the order; 0: from the first
	Limit    int        // at most; 1 to MostAccounts
	Scope    Scope      // with a role there now or later, or with none at all
}

// MostAccounts is how many people one answer holds at most.
const MostAccounts = 200

// An AccountChange is what is changed of a person; nil leaves as it is.
type AccountChange struct {
	FullName, Email *string
	Disabled        *bool
}

// A Credential is what it takes to check a local password.
type Credential struct {
	Person      int64
	Name        string
	FullName    string
	Hash        string
	MustChange  bool
	LockedUntil time.Time // after now: the password must not be checked, and the try was not counted
}

// A Session is a person signed in.
type Session struct {
	ID      int64
	Person  int64
	Created time.Time
	Seen    time.Time // to a minute
	Expires time.Time // at the latest; earlier when it is idle
	From    string    // the address it began from
	Agent   string    // the program it began in, as that calls itself
}

// A Token lets a program in.
type Token struct {
	ID        int64
	Name      string
	Role      Role
	Area      geo.AreaID // 0: the whole district
	Created   time.Time
	Maker     int64 // the person; 0: made on the server's machine
	MakerName string
	Expires   time.Time
	Used      time.Time // the last day it was used on, at midnight UTC; zero: never
	Revoked   bool
	Limited   bool // its maker may less now than its role in its area, and so may it
}

// MostTokenLife is how long a token may be valid.
const MostTokenLife = 2 * 366 * 24 * time.Hour

// An Identity is who a person is to a provider, and what that says of them.
type Identity struct {
	Issuer, Subject string
	Name            string // the sign-in name wished for; another is made of it where it is taken or none
	FullName, Email string
}
