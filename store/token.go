package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
)

// AddToken adds a token with a name, a role, an area and an expiry; hash is its sum. Its maker is
// the actor. It returns an error that wraps access.ErrTokenName, ErrRole, ErrPeriod, ErrNoArea or ErrBeyond.
func (db *DB) AddToken(
	ctx context.Context, actor *access.Actor, token access.Token, hash [sha256.Size]byte,
) (access.Token, error) {
	if err := checkToken(&token, time.Now()); err != nil {
		return access.Token{}, fmt.Errorf("add token: %w", err)
	}
	err := db.amend(ctx, actor, "POST /v1/tokens", "gewu token add", func(a amendment) (access.Entry, error) {
		if err := a.mayGive(ctx, 0, token.Area); err != nil {
			return access.Entry{}, err
		}
		token.Maker = a.author.Person
		err := a.tx.QueryRow(ctx, query("token_add"), args{
			"name": token.Name, "maker": token.Maker, "hash": hash[:],
			"role": string(token.Role), "area": token.Area, "expires": token.Expires,
		}).Scan(&token.ID, &token.Created)
		return access.Entry{Noun: "token", Object: token.Name, Area: token.Area, After: record(tokenEntry(token))}, err
	})
	if err != nil {
		return access.Token{}, fmt.Errorf("add token %s: %w", token.Name, err)
	}
	return tokenOf(ctx, db.service, access.Everything, token.ID)
}

// checkToken puts the name of a token right and returns what is wrong with the rest.
func checkToken(t *access.Token, now time.Time) error {
	var wrong []error
	t.Name = strings.TrimSpace(t.Name)
	if name, err := access.FullName(t.Name); err != nil || name == "" {
		wrong = append(wrong, access.ErrTokenName)
	}
	if !t.Role.Known() {
		wrong = append(wrong, access.ErrRole)
	}
	if life := t.Expires.Sub(now); life <= 0 || life > access.MostTokenLife {
		wrong = append(wrong, access.ErrPeriod)
	}
	return errors.Join(wrong...)
}

// A storedToken is a token as the audit trail tells of it.
type storedToken struct {
	ID      int64       `json:"id"`
	Name    string      `json:"name"`
	Role    access.Role `json:"role"`
	Expires time.Time   `json:"expires_at"`
}

func tokenEntry(t access.Token) storedToken {
	return storedToken{t.ID, t.Name, t.Role, t.Expires.UTC()}
}

// Tokens returns those of areas in the scope, revoked and expired ones too, the newest first.
func (db *DB) Tokens(ctx context.Context, scope access.Scope) ([]access.Token, error) {
	tokens, err := tokensIn(ctx, db.service, scope, 0)
	if err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	return tokens, nil
}

// tokensIn returns the tokens of areas in the scope, only the one with an id unless it is 0.
func tokensIn(ctx context.Context, from asker, scope access.Scope, id int64) ([]access.Token, error) {
	if scope.None() {
		return nil, nil
	}
	day, err := today(ctx, from)
	if err != nil {
		return nil, err
	}
	rows, err := from.Query(ctx, query("token_list"), args{
		"token": id, "everything": scope.All, "areas": areaIDs(scope), "today": day,
	})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (t access.Token, err error) {
		var used *time.Time
		err = row.Scan(&t.ID, &t.Name, &t.Role, &t.Area, &t.Created, &t.Maker, &t.MakerName, &t.Expires, &used, &t.Revoked, &t.Limited)
		t.Used = deref(used)
		return t, err
	})
}

// tokenOf returns a token of a scope, or access.ErrNobody.
func tokenOf(ctx context.Context, from asker, scope access.Scope, id int64) (access.Token, error) {
	tokens, err := tokensIn(ctx, from, scope, id)
	if err == nil && len(tokens) == 0 {
		err = access.ErrNobody
	}
	if err != nil {
		return access.Token{}, err
	}
	return tokens[0], nil
}

// RevokeToken has a token refused from now on; one that is revoked already stays so. It returns
// access.ErrNobody where there is none in the areas that the actor administers.
func (db *DB) RevokeToken(ctx context.Context, actor *access.Actor, id int64) error {
	err := db.amend(ctx, actor, "DELETE /v1/tokens/{id}", "gewu token revoke", func(a amendment) (access.Entry, error) {
		t, err := tokenOf(ctx, a.tx, a.author.Scope, id)
		if err != nil {
			return access.Entry{}, err
		}
		if t.Revoked {
			return access.Entry{}, errUnchanged
		}
		err = a.exec(ctx, "token_revoke", args{"token": id})
		return access.Entry{Noun: "token", Object: t.Name, Area: t.Area, Before: record(tokenEntry(t))}, err
	})
	if err != nil {
		return fmt.Errorf("revoke token %d: %w", id, err)
	}
	return nil
}

// TokenActor returns the program that has the token with a sum, until when that holds, and notes the day.
// It has the token's role where its maker has a role, as long as that is so: none when the maker has lost
// all. It returns access.ErrNobody when there is no such token, it is revoked or expired, or its maker is
// disabled.
func (db *DB) TokenActor(ctx context.Context, hash [sha256.Size]byte) (*access.Actor, time.Time, error) {
	a := &access.Actor{Kind: access.Machine}
	var role access.Role
	var rights []storedGrant
	var expires time.Time
	var used *time.Time
	day, err := today(ctx, db.service)
	if err != nil {
		return nil, expires, fmt.Errorf("token: %w", err)
	}
	err = db.service.QueryRow(ctx, query("token_actor"), args{"hash": hash[:], "today": day}).Scan(
		&a.ID, &a.Name, &role, &expires, &used, &rights)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, expires, access.ErrNobody
	}
	if err == nil && !day.Equal(deref(used)) {
		_, err = db.service.Exec(ctx, query("token_use"), args{"token": a.ID, "today": day})
	}
	if err == nil {
		a.Grants, err = grantsOf(rights)
	}
	if err != nil {
		return nil, expires, fmt.Errorf("token: %w", err)
	}
	for i := range a.Grants {
		a.Grants[i].Role, a.Grants[i].Maker = role, a.Grants[i].Role
	}
	return a, expires, nil
}
