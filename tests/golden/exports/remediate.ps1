# remove of 01-guard-windows, plan sha256:PLAN.
# Written from that plan; its digest stands in manifest.json. For Windows PowerShell 5.1, 64-bit, as SYSTEM, as often as you like: what
# is done is not done twice. The last line of its output is JSON and says what was seen; every run adds it to a log in its folder.
# Exit code 0: nothing is left to do for this script; 1: read the line. That it ended with 0 proves nothing: whether the product is gone
# is UNKNOWN until it was looked for anew, by other means. It restarts nothing.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$culture = [Globalization.CultureInfo]::InvariantCulture
$plan = 'sha256:PLAN'
$parcel = 'KEY'
$part = 'remove'
$folder = Join-Path ([Environment]::GetFolderPath('ProgramFiles')) ('excise\exports\' + $parcel)
$seen = [ordered]@{ old = 'unknown'; absent_by = @(); old_protects = 'unknown'; new = 'unknown'; new_protects = 'unknown'; residue = 'unknown'; residue_unseen = 1; boot_risk = 'not-asked' }
$script:changed = $false
$script:restart = 'none'
$script:boot = 'unknown'
$script:stopped = ''
$script:again = $false
$script:mutex = $null

# --- the result

function Exit-With([int]$code, [string]$answer, [string]$why) {
    $line = [ordered]@{
        schema = 'excise.export-result/1'; plan = $plan; parcel = $parcel; part = $part
        at = ([DateTime]::UtcNow.ToString('s', $culture) + 'Z'); host = [Environment]::MachineName; boot = $script:boot
        answer = $answer; why = $why; changed = $script:changed; restart = $script:restart; seen = $seen
    } | ConvertTo-Json -Compress -Depth 4
    try {
        [void][IO.Directory]::CreateDirectory($folder)
        [IO.File]::AppendAllText((Join-Path $folder 'log'), $line + "`r`n")
    } catch {
        # What can't be written is still printed.
    }
    if ($null -ne $script:mutex) { try { $script:mutex.ReleaseMutex() } catch { $script:mutex = $null } }
    [Console]::Out.WriteLine($line)
    exit $code
}

trap {
    Exit-With 1 'failed' 'the script met an error of its own; what it began stands in its folder'
}

# --- looking: present, absent, or unknown; what fits no rule is unknown

function Invoke-Bounded([string]$file, [string]$arguments, [int]$seconds) {
    $answer = @{ Code = $null; Text = '' }
    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = $file
    $start.Arguments = $arguments
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    try { $process = [System.Diagnostics.Process]::Start($start) } catch { return $answer }
    $process.StandardInput.Close()
    $out = $process.StandardOutput.ReadToEndAsync()
    $err = $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit($seconds * 1000)) {
        try { $process.Kill() } catch { return $answer }
        return $answer
    }
    # A child of it may hold the stream for ever; what it says later is not waited for.
    [void]$out.Wait(5000)
    [void]$err.Wait(100)
    if ($out.IsCompleted) { $answer.Text = [string]$out.Result }
    $answer.Code = $process.ExitCode
    return $answer
}

function Read-Look($look) {
    $answer = Invoke-Bounded $look.File $look.Arguments $look.Seconds
    if ($null -eq $answer.Code) { return 'unknown' }
    $whole = $answer.Text.Length -le 65536
    foreach ($text in $look.PresentTexts) { if ($answer.Text.Contains($text)) { return 'present' } }
    if (-not $whole -and ($look.PresentTexts.Count + $look.AbsentTexts.Count) -gt 0) { return 'unknown' }
    foreach ($text in $look.AbsentTexts) { if ($answer.Text.Contains($text)) { return 'absent' } }
    if ($look.PresentCodes -contains $answer.Code) { return 'present' }
    if ($look.AbsentCodes -contains $answer.Code) { return 'absent' }
    return 'unknown'
}

$oldLooks = @(
    @{ Means = 'packages'; File = 'reg.exe'; Arguments = ('' + 'query "HKLM\SOFTWARE\Guard ' + [char]0x00ab + '1' + [char]0x00bb + '"'); Seconds = 60; PresentTexts = @(); AbsentTexts = @(); PresentCodes = @(0); AbsentCodes = @(1) }
    @{ Means = 'services'; File = 'sc.exe'; Arguments = 'query guard'; Seconds = 60; PresentTexts = @(); AbsentTexts = @(); PresentCodes = @(0); AbsentCodes = @(1) }
)
$residueLooks = @(
    @{ Means = ''; File = 'guard-rests'; Arguments = ''; Seconds = 60; PresentTexts = @(); AbsentTexts = @(); PresentCodes = @(0); AbsentCodes = @(1) }
)

function Get-Product($looks) { # absent only by two means, of which none is unsure
    $there = $false
    $gone = @()
    $unsure = @()
    foreach ($look in $looks) {
        switch (Read-Look $look) {
            'present' { $there = $true }
            'absent' { $gone += $look.Means }
            default { $unsure += $look.Means }
        }
    }
    $away = @($gone | Where-Object { $unsure -notcontains $_ } | Sort-Object -Unique)
    if ($there) { return @{ Answer = 'present'; AbsentBy = @() } }
    if ($away.Count -ge 2) { return @{ Answer = 'absent'; AbsentBy = $away } }
    return @{ Answer = 'unknown'; AbsentBy = @() }
}

function Update-Old {
    $product = Get-Product $oldLooks
    $seen.old = $product.Answer
    $seen.absent_by = @($product.AbsentBy)
    $seen.old_protects = Read-Look (@{ Means = ''; File = 'guard-running'; Arguments = ''; Seconds = 60; PresentTexts = @(); AbsentTexts = @(); PresentCodes = @(0); AbsentCodes = @(1) })
}

function Update-Residue {
    $left = 'absent'
    foreach ($look in $residueLooks) {
        $answer = Read-Look $look
        if ($answer -eq 'present') { $left = 'present' }
        if ($answer -eq 'unknown' -and $left -ne 'present') { $left = 'unknown' }
    }
    $seen.residue = $left
}

function Update-New { # is the new engine active? On access, by its service's word, with fresh definitions: all of it, or it is not proven
    $seen.new_protects = 'unknown'
    $seen.new = Read-Look (@{ Means = ''; File = 'shield-there'; Arguments = ''; Seconds = 60; PresentTexts = @(); AbsentTexts = @(); PresentCodes = @(0); AbsentCodes = @(1) })
    # If the harmless file can't be opened, a refusal says nothing.
    if ((Read-Look (@{ Means = ''; File = 'open-control'; Arguments = ''; Seconds = 60; PresentTexts = @(); AbsentTexts = @(); PresentCodes = @(0); AbsentCodes = @(1) })) -ne 'present') { return }
    $access = Read-Look (@{ Means = ''; File = 'open-test'; Arguments = ''; Seconds = 60; PresentTexts = @(); AbsentTexts = @(); PresentCodes = @(1); AbsentCodes = @(0) })
    $serving = Read-Look (@{ Means = ''; File = 'shield-running'; Arguments = ''; Seconds = 60; PresentTexts = @(); AbsentTexts = @(); PresentCodes = @(0); AbsentCodes = @(1) })
    $answers = @($access, $serving, (Get-Freshness))
    if ($answers -contains 'absent') { $seen.new_protects = 'absent' }
    elseif ($answers -notcontains 'unknown') { $seen.new_protects = 'present' }
}

function Get-Freshness {
    $answer = Invoke-Bounded 'age.exe' '' 60
    if ($null -eq $answer.Code) { return 'unknown' }
    if ($answer.Code -ne 0) { return 'unknown' }
    $text = $answer.Text
    $text = $text.Trim()
    $made = [DateTime]::MinValue
    $style = [Globalization.DateTimeStyles]'AssumeUniversal, AdjustToUniversal, AllowWhiteSpaces'
    if (-not [DateTime]::TryParseExact($text, 'yyyy-M-d''T''H:m:s', $culture, $style, [ref]$made)) { return 'unknown' }
    $hours = ([DateTime]::UtcNow - $made).TotalHours
    if ($hours -lt -24) { return 'unknown' }
    if ($hours -le 72) { return 'present' }
    return 'absent'
}

function Update-Sight {
    Update-Old
    Update-New
    Update-Residue
    Update-Restart
}

function Assert-Proven { # looks anew: nothing that was seen before counts when a step begins that can end protection
    $clock = [Diagnostics.Stopwatch]::StartNew()
    Update-New
    if ($seen.new_protects -ne 'present') { Exit-With 1 'not-proven' 'no other engine is proven active; nothing more was done' }
    if ($clock.Elapsed.TotalSeconds -gt 120) { Exit-With 1 'not-proven' 'looking took longer than 120 s; nothing more was done' }
}

# --- restarts

function Update-Restart { # was the host restarted since the product was first seen absent?
    $script:restart = 'needed'
    $kept = Join-Path $folder 'removed-boot'
    if ($seen.old -eq 'present' -and (Test-Path -LiteralPath $kept)) { [IO.File]::Delete($kept) }
    if ($seen.old -ne 'absent' -or $script:boot -eq 'unknown') { return }
    if (-not (Test-Path -LiteralPath $kept)) {
        [void][IO.Directory]::CreateDirectory($folder)
        [IO.File]::WriteAllText($kept, $script:boot)
        return
    }
    $before = [DateTime]::MinValue
    $style = [Globalization.DateTimeStyles]'AssumeUniversal, AdjustToUniversal'
    $form = 's'
    if (-not [DateTime]::TryParseExact([IO.File]::ReadAllText($kept), $form, $culture, $style, [ref]$before)) { return }
    # The time of the start is reckoned from the clock, and moves with it by some seconds.
    $now = [DateTime]::ParseExact($script:boot, $form, $culture, $style)
    if (($now - $before).TotalSeconds -gt 120) { $script:restart = 'done' }
}

# --- steps: each is begun at most as often as the plan allows, and one that may not be repeated, once

function Invoke-Step([string]$name, [bool]$repeatable, [int]$seconds, $fine, $asks, [string]$file, [string]$arguments) {
    if ($script:stopped -ne '') { return }
    $record = Join-Path $folder $name
    $lines = @()
    if (Test-Path -LiteralPath $record) { $lines = @([IO.File]::ReadAllLines($record)) }
    $tried = @($lines | Where-Object { $_ -like 'begun *' }).Count
    $last = ''
    if ($lines.Count -gt 0) { $last = $lines[$lines.Count - 1] }
    if ($last -match '^ended (-?[0-9]+)$') {
        $was = [int]$Matches[1]
        if (($fine -contains $was -or $asks -contains $was) -and -not $script:again) { return }
    }
    if ($tried -gt 0 -and -not $repeatable) { Exit-With 1 'blocked' ('the step ' + $name + ' was begun before and may not be begun again; a person decides') }
    if ($tried -ge 2) { Exit-With 1 'failed' ('the step ' + $name + ' was begun ' + $tried + ' times') }
    if ($name -like 'remove-*' -or $name -like 'restart-*') { Assert-Proven }
    [IO.File]::AppendAllText($record, 'begun ' + $script:boot + "`r`n")
    $script:changed = $true
    $answer = Invoke-Bounded $file $arguments $seconds
    $code = $answer.Code
    if ($null -eq $code) {
        [IO.File]::AppendAllText($record, "ended none`r`n")
        $script:stopped = 'the step ' + $name + ' did not end in its time, or could not be begun'
        return
    }
    [IO.File]::AppendAllText($record, 'ended ' + $code + "`r`n")
    if ($asks -contains $code) { [IO.File]::WriteAllText((Join-Path $folder 'restart-asked'), '') }
    if ($fine -notcontains $code -and $asks -notcontains $code) { $script:stopped = 'the step ' + $name + ' ended with code ' + $code }
}

# --- begin

if ([Environment]::Is64BitOperatingSystem -and -not [Environment]::Is64BitProcess) {
    Exit-With 1 'refused' 'run it in 64-bit PowerShell: 32-bit sees another registry and other folders; nothing was done'
}
$identity = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
if (-not $identity.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
    Exit-With 1 'refused' 'run it as SYSTEM or as an administrator; nothing was done'
}
try {
    $script:boot = (Get-CimInstance -ClassName Win32_OperatingSystem).LastBootUpTime.ToUniversalTime().ToString('s', $culture)
} catch {
    $script:boot = 'unknown'
}
$today = [int][DateTime]::UtcNow.ToString('yyyyMMdd', $culture)
if ($today -lt 20200106) { Exit-With 1 'refused' 'the plan lets it begin on 2020-01-06; nothing was done' }
if ($today -gt 20991231) { Exit-With 1 'refused' 'its approval ended on 2099-12-31; nothing was done' }
[void][IO.Directory]::CreateDirectory($folder)
$script:mutex = New-Object System.Threading.Mutex $false, ('Global\excise-' + $parcel)
$held = $false
try { $held = $script:mutex.WaitOne(0) } catch [System.Threading.AbandonedMutexException] { $held = $true }
if (-not $held) {
    $script:mutex = $null
    Exit-With 1 'waits' 'another of its scripts runs; nothing was done'
}
Update-Sight
if ($seen.old -eq 'absent') { Exit-With 0 'nothing-to-do' 'it is seen absent' }
if ($seen.old -ne 'present') { Exit-With 1 'unknown' 'whether it is there is not known; nothing was done' }
if ($seen.new_protects -ne 'present') { Exit-With 1 'not-proven' 'no other engine is proven active; nothing was done' }
function Invoke-Work {
    $script:stopped = ''
    Invoke-Step 'remove-0' $true 20 @(0) @() 'msiexec.exe' ('' + '/x {A} "say \"it' + [char]0x2019 + 's\"" C:\Guard\')
}
Invoke-Work
if (-not $script:changed) {
    $script:again = $true
    Invoke-Work
}
# What it says of itself counts for nothing: look.
for ($looked = 0; $looked -lt 5; $looked++) {
    Update-Sight
    if ($seen.old -eq 'absent') { Exit-With 0 'done' ('it is seen absent' + $(if ($script:stopped -ne '') { ', though ' + $script:stopped } else { '' })) }
    Start-Sleep -Seconds 1
}
if ($script:stopped -ne '') { Exit-With 1 'failed' ($script:stopped + '; it is seen ' + $seen.old) }
Exit-With 1 'failed' ('its steps are done, and it is seen ' + $seen.old)
