package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"

	"greenroom/functions/internal/local"
)

// person is somebody with cookies, who follows no redirect by themselves.
type person struct {
	base   string // address of what they ask
	secret string // what CloudFront sends the gateway, if that is asked
	client *http.Client
}

func newPerson(base, secret string) *person {
	jar, _ := cookiejar.New(nil) // never fails without options
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	return &person{base, secret, &http.Client{Jar: jar, Transport: transport, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// get asks for a page and wants it.
func (p *person) get(ctx context.Context, path string) (body string, err error) {
	_, body, err = p.send(ctx, http.MethodGet, path, nil, http.StatusOK)
	return body, err
}

// post sends a form and wants to be led on.
func (p *person) post(ctx context.Context, path string, form url.Values) (location string, err error) {
	location, _, err = p.send(ctx, http.MethodPost, path, form, http.StatusSeeOther)
	return location, err
}

func (p *person) send(ctx context.Context, method, path string, form url.Values, want int) (location, body string, err error) {
	r, err := http.NewRequestWithContext(ctx, method, p.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", "", err
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if p.secret != "" {
		r.Header.Set("X-Origin-Verify", p.secret)
	}
	answer, err := p.client.Do(r)
	if err != nil {
		return "", "", err
	}
	defer answer.Body.Close() // read to its end
	data, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != want {
		err = fmt.Errorf("%s %s: status %d, want %d:\n%s", method, path, answer.StatusCode, want, data)
	}
	return answer.Header.Get("Location"), string(data), err
}

var codeInMail = regexp.MustCompile(`(?m)^\d{6}$`)

// signIn goes through the code in the mail. letters waits for mail and returns
// the mailbox, newest first.
func (p *person) signIn(ctx context.Context, email string, letters func(context.Context) ([]local.Letter, error)) error {
	page, err := p.post(ctx, "/api/sign-in", url.Values{"email": {email}})
	if err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	for range 100 {
		all, err := letters(ctx)
		if err != nil {
			return fmt.Errorf("signing in: %w", err)
		}
		for _, l := range all {
			if code := codeInMail.FindString(l.Text); l.To == email && code != "" {
				return p.enter(ctx, page, code)
			}
		}
	}
	return fmt.Errorf("signing in: no code for %s came", email)
}

// enter gives the code on the page that asks for it.
func (p *person) enter(ctx context.Context, page, code string) error {
	body, err := p.get(ctx, page)
	if err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	form := hidden(body, "request")
	form.Set("code", code)
	if _, err := p.post(ctx, "/api/sign-in/code", form); err != nil {
		return fmt.Errorf("signing in: %w", err)
	}
	return nil
}

// hidden are fields of a page's form as the page has them.
func hidden(page string, names ...string) url.Values {
	form := url.Values{}
	for _, name := range names {
		if match := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page); match != nil {
			form.Set(name, match[1])
		}
	}
	return form
}

// found is the first group of what a page has of a pattern.
func found(pattern, page string) (string, error) {
	match := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if match == nil {
		return "", fmt.Errorf("no %s on the page:\n%s", pattern, page)
	}
	return match[1], nil
}

// works is where somebody's brief is, and one piece of their work.
func (p *person) works(ctx context.Context) (brief, work string, err error) {
	at := "/me/"
	for _, step := range []struct {
		pattern string
		to      *string
	}{{`href="(/me/applications/[^"]+)"`, &at}, {`href="(/me/brief/[^"]+)"`, &brief}, {`href="(/me/work/[^"]+)"`, &work}} {
		page, err := p.get(ctx, at)
		if err != nil {
			return "", "", err
		}
		if *step.to, err = found(step.pattern, page); err != nil {
			return "", "", err
		}
	}
	return brief, work, nil
}
