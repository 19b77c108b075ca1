package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"gewu/access"
)

// IdentityPerson returns who signs in as a subject at a provider. Somebody new becomes a person without a
// role: nobody is taken for another because of a name or an e-mail address that a provider tells.
// It returns access.ErrNobody when the person is disabled.
func (db *DB) IdentityPerson(ctx context.Context, actor *access.Actor, who access.Identity) (access.Account, error) {
	id, err := db.identified(ctx, who)
	if errors.Is(err, pgx.ErrNoRows) {
		err = db.addIdentified(ctx, actor, who)
		if err == nil || isConflict(err) { // another sign-in was faster
			id, err = db.identified(ctx, who)
		}
	}
	if err != nil {
		return access.Account{}, fmt.Errorf("sign in from %s: %w", who.Issuer, err)
	}
	return db.Person(ctx, id, access.Everything)
}

// identified returns the person with an identity: access.ErrNobody for one who is disabled,
// pgx.ErrNoRows for nobody.
func (db *DB) identified(ctx context.Context, who access.Identity) (id int64, err error) {
	var disabled bool
	err = db.service.QueryRow(ctx, query("identity_find"), args{"issuer": who.Issuer, "subject": who.Subject}).Scan(&id, &disabled)
	if err == nil && disabled {
		err = access.ErrNobody
	}
	return id, err
}

// addIdentified adds the person of an identity.
func (db *DB) addIdentified(ctx context.Context, actor *access.Actor, who access.Identity) error {
	return db.write(ctx, actor, "GET /v1/sign-in/{provider}/callback", func(tx pgx.Tx) (access.Entry, error) {
		if _, err := tx.Exec(ctx, query("access_lock")); err != nil {
			return access.Entry{}, err
		}
		name, err := freeName(ctx, tx, nameOf(who))
		if err != nil {
			return access.Entry{}, err
		}
		s := subject{Name: name, FullName: orNothing(access.FullName(who.FullName)), Email: orNothing(access.Email(who.Email))}
		err = tx.QueryRow(ctx, query("identity_add"), args{
			"name": s.Name, "full_name": s.FullName, "email": s.Email, "issuer": who.Issuer, "subject": who.Subject,
		}).Scan(&s.ID)
		return access.Entry{Noun: "person", Object: s.Name, After: record(s)}, err
	})
}

// orNothing is a text, or none where it is wrong: what a provider tells does not keep anybody out.
func orNothing(text string, err error) string {
	if err != nil {
		return ""
	}
	return text
}

// nameOf is a sign-in name made of what a provider tells: the name it gives, or the beginning of
// the e-mail address, without what no name has in it.
func nameOf(who access.Identity) string {
	box, _, _ := strings.Cut(who.Email, "@")
	for _, wish := range []string{who.Name, box} {
		name := strings.Trim(strings.Map(ofName, strings.ToLower(wish)), "._-")
		if len(name) > 48 {
			name = name[:48] // leaves room for a number
		}
		if good, err := access.Name(name); err == nil {
			return good
		}
	}
	return "person"
}

// ofName is a character of a sign-in name, -1 for what is none.
func ofName(r rune) rune {
	if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || strings.ContainsRune("._-", r) {
		return r
	}
	return -1
}

// freeName is a sign-in name that nobody has: wish, or it with a number.
func freeName(ctx context.Context, tx pgx.Tx, wish string) (string, error) {
	rows, err := tx.Query(ctx, query("identity_names"), args{"name": wish})
	if err != nil {
		return "", err
	}
	taken, err := pgx.CollectRows(rows, pgx.RowTo[string])
	name := wish
	for n := 2; slices.Contains(taken, name); n++ {
		name = wish + "-" + strconv.Itoa(n)
	}
	return name, err
}

// isConflict reports whether a row was refused because there is one like it.
func isConflict(err error) bool { return constraintOf(err) == "identity_pkey" }
