package page

import (
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// What an address may ask: so many at once, and one more each time.
const (
	burst     = 20
	each      = 3 * time.Second
	addresses = 1 << 14 // that are remembered; then the oldest knowledge is dropped
)

// A limiter counts what addresses ask. Its zero value is ready.
type limiter struct {
	mu   sync.Mutex
	full map[string]time.Time // when an address has all of its burst again
}

func (l *limiter) take(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.full == nil || len(l.full) > addresses {
		l.full = map[string]time.Time{}
	}
	at := l.full[address]
	if at.Before(now) {
		at = now
	}
	if at = at.Add(each); at.Sub(now) > burst*each {
		return false
	}
	l.full[address] = at
	return true
}

// address is who asks: behind a proxy on the same machine whom that names last.
// All addresses of one IPv6 network (/64) count as one.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip := net.ParseIP(host)
	if ip != nil && ip.IsLoopback() {
		list := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if named := net.ParseIP(strings.TrimSpace(list[len(list)-1])); named != nil {
			ip = named
		}
	}
	if ip == nil {
		return host
	}
	if ip.To4() == nil {
		ip = ip.Mask(net.CIDRMask(64, 128))
	}
	return ip.String()
}
