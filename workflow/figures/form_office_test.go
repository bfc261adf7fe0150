package figures

import (
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thidua/workflow/workbook"
)

// A form that LibreOffice opens, fills in and saves comes back as it was typed.
func TestFormThroughLibreOffice(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not installed: apt-get install libreoffice-calc")
	}
	if testing.Short() {
		t.Skip("LibreOffice takes its time to start")
	}
	b, err := workbook.Form(blankForm())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	blank, filled := filepath.Join(dir, "blank.xlsx"), filepath.Join(dir, "filled.xlsx")
	if err := os.WriteFile(blank, b, 0o600); err != nil {
		t.Fatal(err)
	}
	var macro strings.Builder
	fmt.Fprintf(&macro, opening, blank)
	put := func(cell string, v any) {
		switch v := v.(type) {
		case string:
			fmt.Fprintf(&macro, "sheet.getCellRangeByName(%q).String = \"%s\"\n", cell, v)
		case nil:
		default:
			fmt.Fprintf(&macro, "sheet.getCellRangeByName(%q).Value = Val(\"%v\")\n", cell, v)
		}
	}
	for i, x := range typed {
		put(fmt.Sprintf("G%d", firstTyped+i), x.put)
	}
	put("H6", 9.75)
	put("I6", "=theo số của Cục")
	fmt.Fprintf(&macro, closing, filled)

	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	profile := filepath.Join(dir, "profile")
	office := func(args ...string) string {
		said, err := exec.CommandContext(ctx, soffice, append([]string{"--headless", "--norestore", "-env:UserInstallation=file://" + profile}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		return string(said)
	}
	office("--terminate_after_init") // makes the profile, with an empty macro
	var module strings.Builder
	module.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">`)
	if err := xml.EscapeText(&module, []byte(macro.String())); err != nil {
		t.Fatal(err)
	}
	module.WriteString(`</script:module>`)
	if err := os.WriteFile(filepath.Join(profile, "user/basic/Standard/Module1.xba"), []byte(module.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	said := office("macro:///Standard.Module1.Fill()")
	b, err = os.ReadFile(filled)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	wantTyped(t, b, "Cà Mau")
}

const (
	opening = `Sub Fill()
Dim how(0) As New com.sun.star.beans.PropertyValue
how(0).Name = "Hidden"
how(0).Value = True
Dim book As Object, sheet As Object
book = StarDesktop.loadComponentFromURL("file://%s", "_blank", 0, how())
sheet = book.Sheets.getByIndex(0)
`
	closing = `how(0).Name = "FilterName"
how(0).Value = "Calc MS Excel 2007 XML"
book.storeToURL("file://%s", how())
book.close(True)
End Sub
`
)
