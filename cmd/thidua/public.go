package main

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"thidua/cmd/thidua/internal/desk"
	"thidua/cmd/thidua/internal/house"
	"thidua/cmd/thidua/internal/page"
	"thidua/pdf/sign"
)

// publicSettings are the page on which anybody checks a document.
type publicSettings struct {
	Listen    string `env:"THIDUA_LISTEN" placeholder:"ADDRESS" help:"Serve the public page for checking documents here, such as 127.0.0.1:8080 (default: no page)."`
	PublicURL string `name:"public-url" env:"THIDUA_PUBLIC_URL" placeholder:"URL" help:"Where people reach the public page, as printed in codes: https://thidua.example.vn."`
}

// page is the public page and what it listens on; nil where none is wanted.
func (s publicSettings) page(d desk.Desk, settings house.Settings) (*page.Page, net.Listener, error) {
	base, err := url.Parse(s.PublicURL)
	if err != nil || s.PublicURL != "" && (base.Scheme != "https" && base.Scheme != "http" || base.Host == "") {
		return nil, nil, usageError(fmt.Sprintf("THIDUA_PUBLIC_URL %q is no address: write it as https://thidua.example.vn", s.PublicURL))
	}
	if s.Listen == "" {
		return nil, nil, nil
	}
	l, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return nil, nil, plainly(err)
	}
	return &page.Page{
		Store: d.Store, Check: sign.Notary{}.Check, Roots: settings.Roots, Now: d.Place.Clock.Now, Log: d.Log,
		Base: strings.TrimRight(base.EscapedPath(), "/"),
	}, l, nil
}
