//! The cue words, by what they announce and by language.
//!
//! Written as people write them; marks and case are folded away when the index is made. `*` marks a stem.
//! Not a list of translations: what customers and technicians type, short forms and common typos included.

use super::Cue;

/// The digits as words: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Turkish, Danish.
pub(super) static DIGITS: [&str; 10] = [
    "zero oh o null zéro cero nul nolla noll sıfır",
    "one eins un uno um een jeden ett bir et ein",
    "two zwei zwo deux dos due dois twee dwa två iki to",
    "three drei trois tres tre três drie trzy üç",
    "four vier quatre cuatro quattro quatro cztery fyra dört fire",
    "five fünf cinq cinco cinque vijf pięć fem beş",
    "six sechs seis sei zes sześć sex altı seks",
    "seven sieben sept siete sette sete zeven siedem sju yedi syv",
    "eight acht huit ocho otto oito osiem åtta sekiz otte",
    "nine neun neuf nueve nove negen dziewięć nio dokuz ni",
];

#[rustfmt::skip]
pub(crate) static TABLE: &[(Cue, &str)] = &[
    (
        Cue::Is,
        "en: is, was, are, equals, reads, to, as, s, should be, will be, is now, changed to, would be, must be, might be, are now, set to, called
         de: ist, war, lautet, lautete, heißt, wäre, lautend, sind, nämlich
         fr: est, était, c'est, sont, sera, voici
         es: es, era, son, será, está, esta
         it: è, era, sono, sarà, ecco
         pt: é, era, são, será, está, esta
         nl: is, was, luidt, zijn
         pl: to, jest, był, było, brzmi, są, była
         sv: är, var, lyder, blir
         tr: şu, şudur, olarak, şöyle, dir, dır
         da: er, lyder
         fi: on, oli
         ro: este, e
         cs: je
         ru: это",
    ),
    (
        Cue::Link,
        "en: be, the, my, our, your, his, her, their, its, it, i, number, numbers, num, no, nr, code, currently, now, still, with, that, this, of, for, on, under, also, just, here, set, used, use, listed, registered, would, should, has been, ends, ok, okay, sure, yes, yeah, hi, hello, id, value, new, old, current, please, account, one, try, enter, be reached at, reached at, reach me at, me, at, and, which, i set, you gave me, i got, got, says, i think, think, believe, sorry, full, digits, in, card, from, by, the one, via
         de: die, der, das, mein, meine, meiner, meinen, ihr, ihre, sein, seine, unser, unsere, nummer, dafür, jetzt, zwar, und zwar, aktuell, momentan, also, von, vom, im, gerade, bitte, neue, neues, neuer, alte, altes, alter, für, fürs, ich, habe, hab, nehmen sie, unter, karte, dem, den, per
         fr: le, la, les, l, mon, ma, mes, votre, ton, notre, numéro, actuel, actuelle, suivant, suivante, du, de, des, d, n°, sur, je, suis, au, pour, nouveau, nouvelle, donc, à, par
         es: el, la, los, las, mi, su, tu, nuestro, nuestra, número, siguiente, actual, del, aquí, de, para, nuevo, nueva, al, con, en, por, favor, por favor
         it: il, lo, mio, mia, suo, sua, tuo, tua, nostro, numero, seguente, di, del, della, questo, questa, per, nuovo, nuova, attuale, al
         pt: o, os, as, meu, minha, seu, sua, nosso, número, esse, este, do, da, nova, novo, atual, aqui, por
         nl: het, mijn, nummer, van, mijne, uw, jouw, ons, onze, hier, nieuwe, huidige, voor, op, de
         pl: mój, moja, moje, mojego, mojej, numer, numerem, nr, nasz, nowy, nowe, nowa, aktualny, pod, do, tutaj, na
         sv: min, mitt, mina, vårt, vår, nummer, på, för, till, nya, här, följande, via
         tr: benim, bizim, numarası, numaram, numaramız, yeni, bu, işte, için
         da: mit, min, nummeret, vores
         no: mitt, vårt
         fi: numero, minun, numeroni
         ro: meu, mea, numărul, numarul, nr
         cs: číslo, moje, můj
         hu: a, az, szám, száma, számom
         ru: мой, моя, номер, моё, мои",
    ),
    (
        Cue::State,
        "en: wrong, incorrect, invalid, expired, required, not, isn't, isnt, doesn't, too, reset, resetting, forgotten, forgot, lost, missing, blocked, locked, correct, right, working, weak, strong, safe, secure, secret, stolen, compromised, leaked, changed, updated, being, been, needed, good, bad, fine, empty, blank, same, different, temporary, case, case sensitive, visible, hidden, encrypted, saved, unknown, ready, valid, accepted, rejected, never, always, only, already, so, very, what, how, why, when, where, or, and, but, if, because, a, an, the, there, they, you, we, about, after, again, all, anything, everything, something, nothing, asking, mandatory, optional, must, can, could, will, may, protected, short, long, similar, common, sent, shown, set, stored, needs, no longer, longer, off, on, in, by, from, this, that, kept, denied, failing, failed, refused, unchanged, outdated, recognized, recognised, remembered, entered, given, showing, gone, okay, ok, unavailable, available, sensitive, easy, hard, difficult, important, private, confidential, disabled, enabled, confirmed, verified, unique, written, printed, field, change, login, page, manager, policy, recovery, protection, problem, issue, help, form, screen, link, email, prompt, box, mine, his, her, theirs, yours
         de: falsch, ungültig, abgelaufen, erforderlich, nicht, zu, zurückgesetzt, vergessen, verloren, gesperrt, richtig, korrekt, sicher, unsicher, gestohlen, geändert, leer, gleich, temporär, unbekannt, bereit, gültig, nie, immer, schon, noch, so, sehr, was, wie, warum, wann, wo, oder, und, aber, wenn, weil, ein, eine, kein, keine, weg, nötig, notwendig, kurz, lang, einfach, wichtig, geheim, ändern, zurücksetzen, anzeigen, gespeichert, eingegeben, leider, wurde, wird, muss, darf, kann, auch, bekannt, verschlüsselt, angekommen
         fr: faux, incorrect, incorrecte, invalide, expiré, requis, obligatoire, pas, trop, réinitialisé, oublié, perdu, bloqué, correct, sûr, volé, modifié, changé, vide, identique, temporaire, inconnu, valide, jamais, toujours, déjà, très, quoi, comment, pourquoi, quand, où, ou, et, mais, si, un, une, aucun, nécessaire, refusé, protégé, trop court, erroné, bien, bon, mauvais, différent
         es: incorrecta, incorrecto, inválida, errónea, caducada, obligatoria, requerida, no, demasiado, restablecida, olvidada, perdida, bloqueada, correcta, segura, robada, cambiada, vacía, igual, temporal, desconocida, válida, nunca, siempre, ya, muy, qué, cómo, por qué, cuándo, dónde, o, y, pero, si, un, una, ninguna, necesaria, mala, buena, débil, fuerte, corta, larga, equivocada
         it: errata, sbagliata, non, scaduta, obbligatoria, richiesta, troppo, dimenticata, persa, bloccata, corretta, sicura, rubata, cambiata, vuota, uguale, temporanea, sconosciuta, valida, mai, sempre, già, molto, cosa, come, perché, quando, dove, o, e, ma, se, un, una, nessuna, necessaria, debole, forte, giusta, invalida, stata, stato
         pt: errada, incorreta, inválida, expirada, expirou, obrigatória, não, muito, esquecida, perdida, bloqueada, correta, segura, roubada, alterada, vazia, igual, temporária, desconhecida, válida, nunca, sempre, já, que, como, por que, quando, onde, ou, e, mas, se, um, uma, nenhuma, necessária, fraca, forte, demasiado
         nl: fout, verkeerd, onjuist, ongeldig, verlopen, verplicht, niet, te, vergeten, kwijt, geblokkeerd, juist, correct, veilig, gestolen, gewijzigd, leeg, hetzelfde, tijdelijk, onbekend, geldig, nooit, altijd, al, zeer, heel, wat, hoe, waarom, wanneer, waar, of, en, maar, als, een, geen, nodig, zwak, sterk, kort, lang, nog
         pl: błędne, złe, nieprawidłowe, nieważne, wygasło, wymagane, nie, zbyt, zapomniane, zgubione, zablokowane, poprawne, bezpieczne, skradzione, zmienione, puste, takie, tymczasowe, nieznane, ważne, nigdy, zawsze, już, bardzo, co, jak, dlaczego, kiedy, gdzie, lub, i, ale, jeśli, za, słabe, silne, dobre, niepoprawne, konieczne
         sv: fel, felaktigt, ogiltigt, utgånget, krävs, inte, för, glömt, borta, låst, rätt, säkert, stulet, ändrat, tomt, samma, tillfälligt, okänt, giltigt, aldrig, alltid, redan, mycket, vad, hur, varför, när, var, eller, och, men, om, ett, en, inget, svagt, starkt, kort, långt, nödvändigt, bytt
         tr: yanlış, hatalı, geçersiz, gerekli, değil, çok, unutuldu, kayıp, kilitli, doğru, güvenli, çalındı, değişti, boş, aynı, geçici, geçerli, hiç, her zaman, zaten, ne, nasıl, neden, nerede, veya, ve, ama, eğer, bir, yok, zayıf, güçlü, kısa, uzun, lütfen, değiştir, sıfırla, unuttum, sıfırlama, değiştirme, girin, gir
         ru: неверный, не, неправильный, забыл, введите, от",
    ),
    (
        Cue::Harmless,
        "en: order, order number, order no, order id, orders, ticket, ticket number, ticket id, case number, case id, case, tracking, tracking number, tracking id, tracking code, invoice, invoice number, invoice no, reference, reference number, ref, ref no, ref number, booking, booking number, booking reference, booking id, confirmation number, reservation number, reservation, serial, serial number, serial no, product key, license key, licence key, part number, part no, model, model number, sku, ean, upc, isbn, issn, barcode, version, ver, build, release, article number, item number, item, item no, product, product number, product id, parcel, parcel number, shipment, shipment number, transaction, transaction id, transaction number, error, error code, status code, commit, revision, issue, bug, extension, ext, room, flight, flight number, gate, batch, lot, quantity, qty, amount, total, price, costs, cost, subtotal, paid, timestamp, session id, request id, job id, queue number, contract number, meter number, po number, voucher, coupon, coupon code, promo code, gift card code, discount code, zip code, zip, mail code, postal code, post code, postcode, area code, country code, error code, source code, qr code, bar code, dress code, time code, colour code, color code, code snippet, code line, code review, status, exit code, http code, language code, currency code, hs code, icd code, product code, customer number, customer id, customer no, client number, client id, store number, seat, year, since, until, http, rfc, kb, article, volume, rma, pid, process, port, warehouse, page, chapter, section, paragraph, line, id of the ticket, incident, incident number, sample number, experiment, score, points, followers, views, likes, population, cas, cas number, doi, arxiv, pmid, imdb, isin, wkn, cusip
         de: bestellung, bestellnummer, bestellnr, auftrag, auftragsnummer, auftragsnr, ticketnummer, fallnummer, sendungsnummer, sendung, paketnummer, trackingnummer, rechnung, rechnungsnummer, rechnungsnr, referenz, referenznummer, vorgangsnummer, buchung, buchungsnummer, buchungscode, seriennummer, artikelnummer, artikel, modell, fehlercode, fehler, betrag, summe, preis, kostet, aktenzeichen, az, vertragsnummer, zählernummer, gutschein, gutscheincode, kundennummer, postleitzahl, plz, jahr, seit, zimmer, flug, seite, absatz
         fr: commande, numéro de commande, n° de commande, facture, numéro de facture, référence, ref, colis, numéro de suivi, suivi, dossier, numéro de dossier, réservation, numéro de réservation, numéro de série, article, montant, prix, erreur, billet, vol, page, code promo, code postal, client, numéro client, numéro de client, contrat, numéro de contrat
         es: pedido, número de pedido, orden, número de orden, factura, número de factura, referencia, seguimiento, número de seguimiento, envío, guía, reserva, número de reserva, número de serie, artículo, importe, precio, versión, código postal, cp, código de descuento, cliente, número de cliente, incidencia, caso, episodio, nocol, no col, colegiado, nº colegiado, número de colegiado, vuelo, página, contrato, expediente
         it: ordine, numero ordine, numero d'ordine, fattura, numero fattura, riferimento, spedizione, tracking, prenotazione, numero di prenotazione, numero di serie, articolo, importo, prezzo, versione, errore, cap, codice cliente, numero cliente, codice sconto, codice errore, codice postale, pratica, volo, pagina, contratto
         pt: pedido, número do pedido, encomenda, fatura, número da fatura, nota fiscal, referência, rastreio, código de rastreio, rastreamento, reserva, número de série, protocolo, cep, código postal, código de desconto, número de cliente, código de erro, artigo, valor, preço, versão, erro, voo, página, contrato
         nl: bestelling, bestelnummer, ordernummer, factuur, factuurnummer, referentie, referentienummer, zending, pakket, trackingnummer, track and trace, reservering, reserveringsnummer, serienummer, artikelnummer, artikel, bedrag, prijs, versie, foutcode, vlucht, pagina, klantnummer, postcode, kortingscode
         pl: zamówieni*, numer zamówienia, faktur*, numer faktury, referencyjny, paczk*, numer paczki, przesyłk*, numer przesyłki, rezerwacj*, numer rezerwacji, numer seryjny, artykuł, kwota, cena, wersja, błąd, zgłoszeni*, numer zgłoszenia, lot, strona, umow*, kod pocztowy, kod rabatowy, kod błędu, numer klienta
         sv: beställning, beställningsnummer, ordernummer, order, faktura, fakturanummer, referens, referensnummer, paket, kollinummer, spårningsnummer, bokning, bokningsnummer, serienummer, artikelnummer, artikel, belopp, pris, version, felkod, ärende, ärendenummer, ocr, flyg, sida, kundnummer, postnummer, rabattkod
         tr: sipariş*, sipariş numarası, sipariş no, fatura, fatura no, fatura numarası, referans, kargo, takip numarası, kargo takip, rezervasyon, seri numarası, seri no, ürün, tutar, fiyat, sürüm, hata kodu, talep, talep no, uçuş, sayfa, posta kodu, indirim kodu, müşteri no, müşteri numarası
         da: ordre, ordrenummer, pakke, faktura, sag, sagsnummer
         fi: tilaus, tilausnumero, lasku, viite, viitenumero, lähetys, seurantakoodi
         cs: objednávk*, číslo objednávky, faktur*, zásilk*
         ro: comanda, factura, colet
         hu: rendelés, rendelésszám, számla, csomag",
    ),
    (
        Cue::Card,
        "en: card, cards, credit card, debit card, card number, card no, card nr, credit card number, credit card no, debit card number, cc, cc number, ccn, visa, mastercard, master card, amex, american express, maestro, discover, jcb, diners, diners club, unionpay, rupay, card ending, pan, cardnumber, creditcard, creditcardnumber, credit crad, credti card, bank card, payment card, prepaid card
         de: karte, kreditkarte, kartennummer, kartennr, kreditkartennummer, kreditkartennr, debitkarte, girocard, ec karte, bankkarte
         fr: carte, carte bancaire, carte de crédit, numéro de carte, carte bleue, cb, carte visa
         es: tarjeta, tarjeta de crédito, número de tarjeta, tarjeta de débito, la tarjeta
         it: carta, carta di credito, numero di carta, numero carta, bancomat, carta prepagata
         pt: cartão, cartão de crédito, número do cartão, cartão de débito
         nl: kaart, kredietkaart, kaartnummer, creditcardnummer, betaalpas, bankpas, pinpas
         pl: karta, karty, kartę, karcie, kartą, numer karty, karta kredytowa, karty kredytowej, karty płatniczej
         sv: kort, kortet, kreditkort, kortnummer, kontokort, bankkort, betalkort
         tr: kart, kartım, kredi kartı, kart numarası, kart numaram, kredi kartım, kartımın, kredi kartı numaram, kart no, banka kartı
         da: kort, kortnummer
         fi: kortti, korttinumero, luottokortti
         ro: card, numărul cardului
         cs: karta, karty, číslo karty
         hu: kártya, kártyaszám, bankkártya",
    ),
    (
        Cue::Expiry,
        "en: exp, exp date, expiry, expiry date, expires, expiration, expiration date, expire, valid thru, valid until, valid through, good thru, exp., expiring
         de: gültig bis, ablaufdatum, verfallsdatum, läuft ab, gültigkeit, verfällt
         fr: expire, expire le, date d'expiration, expiration, valable jusqu'au, fin de validité
         es: caduca, vence, caducidad, fecha de caducidad, fecha de vencimiento, vencimiento, válida hasta
         it: scade, scadenza, data di scadenza, valida fino al
         pt: validade, vence, data de validade, válido até, expira
         nl: vervaldatum, geldig tot, verloopt, vervalt
         pl: ważna do, ważności, data ważności, wygasa
         sv: giltigt till, giltig till, utgångsdatum, går ut, giltighetstid
         tr: son kullanma, son kullanma tarihi, skt, geçerlilik",
    ),
    (
        Cue::Cvv,
        "all: cvv, cvc, cvv2, cvc2, cvn, csc, ccv, cid code, card verification value, card verification code, security code,  card security code, security code on the back, security number
         en: three digit code, 3 digit code, three digits on the back, digits on the back, code on the back, cvv code, cvc code, cvv number, cvc number, card code, card id number, last three digits on the back, 3 digits on the back
         de: prüfziffer, kartenprüfnummer, prüfnummer, sicherheitscode der karte, kartensicherheitscode
         fr: cryptogramme, code de sécurité, cryptogramme visuel, les trois chiffres au dos
         es: código de seguridad, cód seguridad, código cvv, dígitos de seguridad
         it: codice di sicurezza, codice cvv, codice cvc
         pt: código de segurança, código cvv
         nl: beveiligingscode, veiligheidscode, cvc code, kaartverificatiecode
         pl: kod cvv, kod cvc, kod zabezpieczający, kod bezpieczeństwa karty
         sv: säkerhetskod, cvc kod, cvv kod
         tr: güvenlik kodu, güvenlik numarası, cvv kodu",
    ),
    (Cue::Iban, "all: iban, iban number, iban nummer, numéro iban, iban no, iban nr, ibn"),
    (
        Cue::Account,
        "en: account number, account no, account nr, account num, acct, acct number, acct no, acc number, acc no, a/c no, a/c number, a/c, ac no, bank account, bank account number, checking account, savings account, checking account number, savings account number, bank acct, current account, ac number, accoumt number, deposit account, bank details, beneficiary account, giro account, account numbr
         de: kontonummer, kontonr, konto nr, kontonummern, bankkonto, girokonto, konto nummer, bankverbindung, sparkonto
         fr: numéro de compte, compte bancaire, compte numéro, n° de compte, compte courant
         es: número de cuenta, cuenta bancaria, cuenta corriente, cuenta número, n° de cuenta, nro de cuenta, no de cuenta, cuenta de ahorros
         it: numero di conto, conto corrente, conto bancario, numero conto, c/c
         pt: número da conta, conta bancária, conta corrente, conta poupança, número de conta
         nl: rekeningnummer, bankrekening, bankrekeningnummer, rekening nummer
         pl: numer konta, numer rachunku, konto bankowe, rachunek bankowy, nr konta, nr rachunku, numeru konta, rachunku bankowego
         sv: kontonummer, bankkonto, kontonr, bankgiro, plusgiro, clearingnummer
         tr: hesap numarası, hesap no, hesap numaram, banka hesabı, banka hesap numaram
         da: kontonummer, bankkonto
         fi: tilinumero, tilinumeroni, pankkitili
         cs: číslo účtu, bankovní účet
         ro: cont bancar, număr de cont, numărul contului
         hu: számlaszám, bankszámlaszám
         ru: номер счета, расчетный счет",
    ),
    (
        Cue::Routing,
        "all: routing number, routing no, routing, routing transit number, transit number, sort code, sortcode, sort-code, swift, swift code, bic, bic code, swift/bic, bsb, bsb number, ifsc, ifsc code, blz, bankleitzahl, institution number, bank code, micr, código swift, code bic, codice bic, código bic, kod swift, swift kod, swift kodu, code banque, code guichet, abi, cab, clearing number, clearingnummer, branch code, código do banco",
    ),
    (
        Cue::Phone,
        "en: phone, phone number, phone no, telephone, telephone number, tel, tel no, tel., mobile, mobile number, mobile no, mob, cell, cell phone, cellphone, cell number, cell phone number, call, call me, call me at, call me on, callback, call back, call us, ring, ring me, text, text me, sms, whatsapp, whats app, viber, signal, telegram, reach me, reach, reached at, contact number, contact no, contact me, contact me at, hotline, helpline, dial, landline, home number, work number, phone num, ph, ph no, ph., fax, fax number, direct line, number is, my number, new number, contact, phonenumber, phon number, mobil, handset, line, voicemail
         de: telefon, telefonnummer, telefonnr, tel, tel nr, handy, handynummer, handynr, mobil, mobilnummer, mobilfunknummer, rückruf, rufnummer, ruf, anrufen, rufen, erreichbar, erreichen, festnetz, festnetznummer, durchwahl, fax, faxnummer, meine nummer
         fr: téléphone, numéro de téléphone, tél, tel, portable, numéro de portable, mobile, appeler, appelez, appelez moi, rappeler, rappelez moi, joindre, joignable, fixe, fax, mon numéro, contacter au
         es: teléfono, número de teléfono, telf, tfno, tlf, tfn, teléfono móvil, móvil, celular, número de celular, llamar, llame, llámame, llámeme, llamarme, fijo, fax, mi número, cel, whatsapp
         it: telefono, numero di telefono, tel, cellulare, numero di cellulare, cell, chiamare, chiamami, chiamatemi, richiamare, richiamatemi, fisso, fax, mio numero, mi chiami
         pt: telefone, número de telefone, telemóvel, celular, número de celular, tel, ligar, ligue, ligue me, contacto, contato, fixo, fax, meu número, zap, whats
         nl: telefoon, telefoonnummer, tel, tel nr, mobiel, mobiele nummer, mobielnummer, gsm, gsm nummer, bellen, bel, bel mij, bel me, bereikbaar, bereiken, vast nummer, 06 nummer, fax, faxnummer
         pl: telefon*, numer telefonu, tel, nr tel, nr telefonu, komórk*, komórkowy, zadzwoń, zadzwonić, dzwonić, oddzwoni*, kontaktowy, kom, faks
         sv: telefon, telefonnummer, tel, tfn, tfn nr, mobil, mobilnummer, mobilnr, mobiltelefon, ring, ringa, ring mig, nå mig, nås på, fax, hemtelefon
         tr: telefon*, telefon numarası, telefon numaram, tel, tel no, cep, cep telefonu, cep telefonum, cep numaram, ara, arayın, arayabilirsiniz, ulaş*, gsm, faks, numaram
         da: telefon, telefonnummer, tlf, mobilnummer, mobil, ring
         no: telefon, telefonnummer, tlf, mobilnummer, ringe
         fi: puhelin, puhelinnumero, puhelinnumeroni, puh, soita, gsm, matkapuhelin
         cs: telefon*, telefonní číslo, mobil, zavolejte, volejte
         ro: telefon, număr de telefon, numărul de telefon, mobil, sunați
         hu: telefon, telefonszám, telefonszámom, mobil, hívjon
         ru: телефон*, номер телефона, тел, моб, мобильный, позвоните, звоните
         el: τηλέφωνο, τηλ, κινητό",
    ),
    (
        Cue::Email,
        "all: email, e-mail, mail, email address, e-mail-adresse, mailadresse, correo, courriel, posta, e-posta, epost, mejl, emailadres, adres e-mail, adresse mail, correo electrónico, mail id, email id, emailid, gmail, mailid",
    ),
    (
        Cue::Password,
        "en: password, passwords, pass word, passwd, pwd, passphrase, pass phrase, pw, psw, pswd, pasword, passwrod, passord, paswrod, pasword, passowrd, passwort, passcode, login password, wifi password, wi-fi password, temp password, temporary password, user password, admin password, root password, master password, pass, wifi key, wpa key, network key, security answer, secret answer, secret word, memorable word, login details, logins, credentials
         de: passwort, kennwort, passwörter, zugangspasswort, wlan passwort, wlan schlüssel, passwd, losung, codewort, pw, kennwörter, paßwort, einmalpasswort, passwor, passwot
         fr: mot de passe, mots de passe, mdp, code d'accès, phrase secrète, mot de pass, mot passe, clé wifi, code secret
         es: contraseña, contrasena, clave, clave de acceso, clave wifi, contraseñas, la clave, contraseñ*, palabra clave, palabra secreta
         it: password, parola d'ordine, parola chiave, chiave wifi, passw, chiave di accesso
         pt: senha, senhas, palavra-passe, palavra passe, palavra-chave, senha do wifi, palavrapasse
         nl: wachtwoord, wachtwoorden, paswoord, wachtzin, wifi wachtwoord, toegangscode, wachtwoort
         pl: hasło, hasła, hasłem, haslo, hasle, hasłami, hasla
         sv: lösenord, lösenordet, lösen, lösenfras, losenord
         tr: şifre, şifrem, şifresi, şifreniz, şifremiz, parola, parolam, parolası, sifre, sifrem, wifi şifresi
         da: adgangskode, kodeord, kodeordet, adgangskoden
         no: passord, passordet
         fi: salasana, salasanani, salasanan, tunnussana
         cs: heslo, hesla, heslem
         sk: heslo
         hu: jelszó, jelszavam, jelszo
         ro: parolă, parola, parola mea
         hr: lozinka, zaporka, lozinku
         ru: пароль, пароля
         uk: пароль
         el: κωδικός, κωδικος πρόσβασης",
    ),
    (
        Cue::Pin,
        "all: pin, pin code, pincode, pin number, pin no, pin nr, card pin, atm pin, sim pin, puk, puk code, puk-code, pin kod, pins, pin-nummer, pinkode, pin ist, unlock code, alarm code, door code, entry code, gate code, access code, access pin, lock code
         de: pin nummer, geheimzahl, geheimnummer, geheimcode, pin-code, geheim pin, türcode, entsperrcode, alarmcode
         fr: code pin, code secret, code confidentiel, code de carte, code d'entrée, digicode, le code pin
         es: código pin, clave pin, número secreto, código secreto, número pin, nip, clave del cajero
         it: codice pin, codice segreto, numero segreto, il pin
         pt: código pin, código secreto, senha do cartão, número pin
         nl: pincode, geheime code, de pin, toegangspin
         pl: kod pin, numer pin, pinu, pinem, kodem pin
         sv: pin-kod, pinkoden, pinkod, portkod, kod till kortet, hemlig kod
         tr: pin kodu, pin kodum, pin numarası, pinim, pin şifre, kart şifrem, kart şifresi
         fi: pin koodi, tunnusluku",
    ),
    (
        Cue::Otp,
        "en: otp, otp code, one time code, one-time password, one time passcode, one time pin, onetime code, verification code, verify code, verification number, confirmation code, auth code, authentication code, authenticator code, security code, sms code, login code, log in code, sign in code, sign-in code, 2fa, 2fa code, two factor code, two-factor code, mfa code, 2-step code, six digit code, 6 digit code, activation code, access token code, passkey code, text code, code i received, code i got, the code, code you sent, reset code, recovery code, backup code, tan, one time, temporary code, code is, my code, token code
         de: tan, mtan, smstan, sms-tan, sms code, einmalcode, einmal code, einmalkennwort, einmalpasswort, bestätigungscode, verifizierungscode, sicherheitscode, freischaltcode, aktivierungscode, zugangscode, anmeldecode, der code, code lautet, code ist, prüfcode, authentifizierungscode, code
         fr: code de vérification, code de confirmation, code de validation, code sms, code à usage unique, code unique, code d'authentification, code reçu, code reçu par sms, le code, code d'activation, mon code, code temporaire
         es: código de verificación, código de confirmación, código sms, código de un solo uso, código de acceso, el código, código de autenticación, código recibido, código de activación, código único, mi código, código temporal
         it: codice di verifica, codice di conferma, codice sms, codice monouso, codice otp, il codice, codice di autenticazione, codice ricevuto, codice temporaneo, codice usa e getta, codice di attivazione, mio codice
         pt: código de verificação, código de confirmação, código sms, código de uso único, código de acesso, o código, código de autenticação, código recebido, meu código, código temporário, código de ativação
         nl: verificatiecode, bevestigingscode, sms-code, eenmalige code, inlogcode, activatiecode, toegangscode, de code, controlecode, eenmalig wachtwoord, tancode
         pl: kod weryfikacyjny, kod sms, kod jednorazowy, kod potwierdzający, kod autoryzacyjny, hasło jednorazowe, kod z sms, kodu sms, kodu weryfikacyjnego, kod aktywacyjny, mój kod, kod, kod to, kod dostępu
         sv: engångskod, engångskoden, verifieringskod, bekräftelsekod, sms-kod, inloggningskod, aktiveringskod, koden är, koden, engångslösenord
         tr: doğrulama kodu, doğrulama kodum, onay kodu, onay kodum, sms kodu, tek kullanımlık kod, tek kullanımlık şifre, tek kullanımlık kodum, güvenlik kodum, aktivasyon kodu, giriş kodu, kodum, gelen kod, tek kullanımlık şifrem
         da: engangskode, bekræftelseskode, sms kode, verifikationskode
         fi: vahvistuskoodi, kertakoodi, tekstiviestikoodi
         cs: ověřovací kód, jednorázový kód, sms kód
         ro: cod de verificare, cod sms, codul
         hu: ellenőrző kód, egyszer használatos kód, megerősítő kód
         ru: код подтверждения, код из смс",
    ),
    (
        Cue::Secret,
        "all: key, api key, apikey, api-key, api token, api secret, secret key, secret, access key, access token, auth token, bearer, bearer token, client secret, private key, token, refresh token, session token, secret token, signing key, signing secret, encryption key, shared secret, webhook secret, webhook url, oauth token, deploy key, deploy token, ssh key, license secret, consumer key, consumer secret, app secret, app key, account key, master key, service key, personal access token, pat, api schlüssel, geheimer schlüssel, zugriffstoken, clé api, clé secrète, jeton, clave api, clave secreta, chiave api, chiave segreta, token di accesso, chave api, chave de api, chave secreta, sleutel, api sleutel, klucz api, klucz, api nyckel, api-nyckel, hemlig nyckel, api anahtarı, gizli anahtar, connection string, seed phrase, recovery phrase, mnemonic",
    ),
    (
        Cue::Birth,
        "en: date of birth, birth date, birthdate, birthday, born, born on, dob, d.o.b., d o b, bday, b-day, birth, birthdy, date of brith, birthdays, dateofbirth, my date of birth, year of birth
         de: geburtsdatum, geburtstag, geboren, geboren am, geb, geb., geb am, geb.dat, geburtsdaten, gebdatum, geburtsjahr
         fr: date de naissance, né le, née le, naissance, né, née, anniversaire, né(e) le, ddn
         es: fecha de nacimiento, nacimiento, nací, nació, nacido, nacida, nacido el, nacida el, nací el, cumpleaños, f. nac, fecha nac, fecha de nac, f nacimiento
         it: data di nascita, nascita, nato, nata, nato il, nata il, compleanno, sono nato, sono nata
         pt: data de nascimento, nascimento, nasci, nasci em, nascido, nascida, nascido em, aniversário, nasceu
         nl: geboortedatum, geboren, geboren op, geb datum, verjaardag, geb
         pl: data urodzenia, daty urodzenia, datę urodzenia, urodzony, urodzona, urodziny, urodziłem się, urodziłam się, ur, urodzenia
         sv: födelsedatum, född, född den, födelsedag, född år, födelsedata, fyller år
         tr: doğum tarihi, doğum tarihim, doğum günü, doğum günüm, doğumlu, doğdum, doğumluyum
         da: fødselsdato, født, født den, fødselsdag
         no: fødselsdato, født, fødselsdag
         fi: syntymäaika, syntynyt, syntymäpäivä, synt, syntymäaikani
         cs: datum narození, narozen, narozena, narozen*
         sk: dátum narodenia, narodený
         ro: data nașterii, data nasterii, născut, născută, data de naștere
         hu: születési dátum, született, születésnap, születési idő, születtem
         hr: datum rođenja, rođen, rođena
         ru: дата рождения, родился, родилась, день рождения, д.р
         el: ημερομηνία γέννησης, γεννήθηκα, γεννηθεις",
    ),
    (
        Cue::Passport,
        "en: passport, passport number, passport no, passport nr, passport num, passport id, passport card, travel document
         de: reisepass, pass nr, passnummer, reisepassnummer, pass-nr, passnr, reisepass nr
         fr: passeport, numéro de passeport, passeport numéro, n° de passeport
         es: pasaporte, número de pasaporte, pasaporte número, n° de pasaporte, no de pasaporte
         it: passaporto, numero di passaporto, numero passaporto
         pt: passaporte, número do passaporte, número de passaporte
         nl: paspoort, paspoortnummer, paspoort nummer
         pl: paszport, paszportu, numer paszportu, nr paszportu
         sv: pass, passnummer, passnr
         tr: pasaport, pasaport no, pasaport numarası, pasaport numaram
         da: pas, pasnummer
         fi: passi, passinumero, passin numero
         cs: pas, číslo pasu
         ro: pașaport, pasaport
         ru: паспорт, номер паспорта, загранпаспорт",
    ),
    (
        Cue::License,
        "en: driver's license, drivers license, driver license, driving licence, driving license, driver's licence, driver licence, drivers licence, dl, dl number, dl no, licence number, license number, driver's license number, drivers license number, driver license number, driving licence number, license no, licence no, dln, permit number, driver's lic, driver id
         de: führerschein, führerscheinnummer, führerschein nr, führerscheinnr
         fr: permis de conduire, numéro de permis, permis, numéro de permis de conduire
         es: permiso de conducir, licencia de conducir, carnet de conducir, carné de conducir, licencia de manejo, número de licencia
         it: patente, patente di guida, numero di patente, numero patente
         pt: carta de condução, carteira de motorista, cnh, habilitação, carteira de habilitação, número da cnh
         nl: rijbewijs, rijbewijsnummer, rijbewijs nummer
         pl: prawo jazdy, prawa jazdy, numer prawa jazdy
         sv: körkort, körkortsnummer
         tr: ehliyet, ehliyet no, ehliyet numaram, sürücü belgesi, ehliyet numarası
         da: kørekort
         fi: ajokortti
         ru: водительское удостоверение",
    ),
    (
        Cue::HealthId,
        "en: medical record, medical record number, mrn, mrn number, patient id, patient number, patient no, hospital number, health insurance number, health insurance id, health insurance, health card, health card number, health number, insurance id, insurance number, insurance no, insurance policy number, insurance policy, policy number, policy no, policy id, member id, member number, membership id, subscriber id, subscriber number, group number, medicare, medicare number, medicare id, medicare card, medicaid, medicaid id, medicaid number, beneficiary id, chart number, patient identifier, health plan, health plan id, health plan number, ohip, prescription number, rx number, insurance member id, insurance card, ihi
         de: krankenkasse, versicherungsnummer, patientennummer, patienten id, patienten nr, versicherungsschein, versicherungsscheinnummer, policennummer, gesundheitskarte, egk, patientenakte
         fr: carte vitale, numéro d'assuré, numéro de patient, numéro d'assurance, numéro de police, numéro de dossier médical, mutuelle, ipp, numéro de mutuelle
         es: tarjeta sanitaria, número de afiliación, nass, naf, historia clínica, número de historia clínica, nhc, cip, número de paciente, número de póliza, póliza, obra social, cipa, sip
         it: tessera sanitaria, numero paziente, cartella clinica, numero di polizza, polizza, numero tessera
         pt: número de utente, cartão de saúde, cartão nacional de saúde, cartão sus, sus, número do paciente, apólice, prontuário, utente
         nl: patiëntnummer, polisnummer, verzekeringsnummer, zorgverzekering, relatienummer, verzekerdenummer, patientnummer, zorgpas
         pl: numer pacjenta, numer polisy, numer ubezpieczenia, ubezpieczeni*, ekuz, polis*
         sv: patientnummer, försäkringsnummer, journalnummer
         tr: hasta numarası, hasta no, sigorta numarası, sigorta no, protokol no, poliçe numarası, poliçe no, sgk
         fi: vakuutusnumero, potilasnumero",
    ),
    (
        Cue::NationalId,
        "en: national id, national id number, national identity number, national identification number, identity number, identity card, identity card number, id card, id card number, id number, id no, identification number, personal id, personal number, personal identification number, personal identity code, personal code, citizen id, citizen number, resident id, residence permit, residence permit number, citizenship number, identity document, government id, state id, personal identity number, civil id, national number, national identifier, green card number, alien number, a-number, uscis number, visa number, birth number, student id, student number, employee id, employee number, badge number, staff number, staff id
         de: ausweisnummer, personalausweis, personalausweisnummer, ausweis nr, ausweis, identitätskarte, personalnummer, identifikationsnummer, aufenthaltstitel, ausweisnr, perso, matrikelnummer
         fr: carte d'identité, numéro de carte d'identité, numéro d'identité, cni, carte nationale d'identité, titre de séjour, numéro national
         es: documento de identidad, documento nacional de identidad, número de identidad, identificación, número de identificación, carnet de identidad, carné de identidad, documento, tarjeta de identidad, permiso de residencia, cedula de ciudadania
         it: carta d'identità, numero carta d'identità, documento d'identità, documento, carta di identità, permesso di soggiorno
         pt: bilhete de identidade, cartão de cidadão, cartão do cidadão, número de identidade, carteira de identidade, rg, identidade, documento de identidade, registo geral, registro geral, título de eleitor
         nl: identiteitskaart, identiteitsnummer, id kaart, documentnummer, verblijfsvergunning, legitimatie
         pl: dowód
         sv: id-kort, legitimation
         tr: kimlik, nüfus cüzdanı, kimlik kartı
         da: id-kort
         fi: henkilökortti, henkilönumero
         cs: občanský průkaz, číslo op, číslo občanského průkazu
         ro: carte de identitate, buletin, serie buletin
         hu: személyi igazolvány, személyi szám
         ru: удостоверение личности
         el: αριθμός ταυτότητας, ταυτότητα",
    ),
    (
        Cue::TaxId,
        "en: tax id, tax number, tax id number, taxpayer id, taxpayer number, tax no, fiscal number, tax payer id, sales tax id, tax code
         fr: numéro fiscal, référence fiscale, numéro d'identification fiscale
         es: número fiscal, identificación fiscal, identificación tributaria, código fiscal
         it: codice tributario
         pt: número fiscal
         nl: belastingnummer, fiscaal nummer
         pl: numer podatkowy
         sv: skattenummer
         da: skattenummer
         fi: verotunniste, verotunnus
         cs: daňové identifikační číslo, daňové číslo
         hr: porezni broj
         ru: налоговый номер",
    ),
    (
        Cue::BusinessId,
        "en: company number, company registration number, company registration, registration number, business number, business id, business registration number, business registration, company no, company id, employer id, corporate number, trade register number, commercial register, charity number, enterprise number, entity number, organisation number, organization number, org number, duns, duns number, duns no, d-u-n-s, lei, lei code, company reg no
         de: handelsregister, handelsregisternummer, hrb, hra, registernummer, betriebsnummer
         fr: registre du commerce, numéro d'immatriculation
         es: registro mercantil, número de empresa, razón social
         it: registro imprese, numero rea, rea
         pt: número de empresa, inscrição estadual
         nl: kvk, kvk-nummer, kvk nummer, handelsregisternummer
         pl: numer krs, krs
         tr: ticaret sicil, ticaret sicil no, mersis, mersis no
         cs: identifikační číslo
         hu: cégjegyzékszám",
    ),
    (
        Cue::Ssn,
        "all: ssn, ssn number, ssn no, social security, social security number, social security no, social, soc sec, social sec number, socsec, ss number, ss no, last four of my social, social number, social insurance number, itin, itin number, seguro social, número de seguro social, number social security, social securty number, social security numbr, us ssn, us_ssn, social security card",
    ),
    (
        Cue::Plate,
        "en: license plate, licence plate, plate number, number plate, registration plate, plate no, reg plate, license plate number, car registration, car plate, plates, vehicle registration, vehicle registration number, vrn, licence plate number, vehicle reg, car reg, reg number
         de: kennzeichen, nummernschild, autokennzeichen, autonummer, kfz-kennzeichen, amtliches kennzeichen
         fr: plaque d'immatriculation, immatriculation, plaque
         es: matrícula, placa, patente, número de matrícula, placas
         it: targa, numero di targa, targa auto
         pt: matrícula, placa, placa do carro
         nl: kenteken, nummerplaat, kentekenplaat
         pl: numer rejestracyjny, rejestracj*, tablic*, nr rejestracyjny
         sv: registreringsnummer, regnummer, registreringsskylt, regnr, reg nr
         tr: plaka, plakam, plakası, plaka no
         da: nummerplade
         fi: rekisterinumero, rekisteritunnus, rekkari",
    ),
    (
        Cue::Vin,
        "all: vin, vin number, vehicle identification number, chassis, chassis number, chassis no, fahrgestellnummer, fin, fahrzeugidentifikationsnummer, fahrzeug-identifizierungsnummer, numéro de châssis, número de bastidor, bastidor, numero di telaio, telaio, número do chassi, chassi, chassisnummer, numer vin, chassinummer, şasi, şasi numarası, şasi no, frame number",
    ),
    (Cue::Device, "all: imei, imei number, imei no, imei nr, imei-nummer, imeisv, meid, imsi, iccid, udid, device id, device identifier, android id, idfa, serial imei, sim number, advertising id, sim card number"),
    (Cue::Mac, "all: mac, mac address, mac-adresse, hardware address, ethernet address, adresse mac, dirección mac, indirizzo mac, ether, hwaddr, bssid, endereço mac, mac adresi, adres mac"),
    (
        Cue::Wallet,
        "all: wallet, wallet address, bitcoin, btc, bitcoin address, ethereum, eth, eth address, crypto, crypto wallet, litecoin, ltc, dogecoin, doge, xrp, ripple, tron, trx, usdt, tether, solana, sol, cardano, ada, monero, xmr, dash, zcash, polkadot, stellar, xlm, cosmos, tezos, binance, bnb, bitcoin cash, bch, send it to, usdc, adresse btc, wallet-adresse, portefeuille, cartera, billetera, portafoglio, carteira, portfel, cüzdan, plånbok",
    ),
    (
        Cue::Username,
        "en: username, user name, userid, user id, user, login, login id, login name, account name, screen name, nickname, nick, handle, logon, skype, skype id, discord, discord id, telegram handle, instagram, insta, snapchat, twitter, tiktok, steam id, my ig, gamertag
         de: benutzername, nutzername, benutzer, benutzerkennung, anmeldename, benutzer-id, kundenkennung, login-name, nutzer
         fr: nom d'utilisateur, identifiant, pseudo, utilisateur, login
         es: usuario, nombre de usuario, nombre usuario
         it: nome utente, utente, id utente
         pt: usuário, nome de usuário, utilizador, nome de utilizador, nome do usuário
         nl: gebruikersnaam, inlognaam, gebruiker
         pl: nazwa użytkownika, nazwę użytkownika, użytkownik, nick
         sv: användarnamn, användarnamnet, användare, användar-id
         tr: kullanıcı adı, kullanıcı adım, kullanıcı
         da: brugernavn, bruger
         fi: käyttäjätunnus, käyttäjänimi",
    ),
    (Cue::Coordinates, "all: coordinates, coords, gps, latitude, longitude, lat, lng, lon, long, location pin, koordinaten, standort, coordonnées, coordenadas, coordinate, coördinaten, współrzędne, koordinater, koordinatlar, geo, geolocation, position, ubicación, position gps"),
    (
        Cue::Diagnosis,
        "en: diagnosed with, was diagnosed with, diagnosis is, diagnosis of, diagnosis, suffer from, suffers from, suffering from, suffered from, allergic to, tested positive for, being treated for, treated for, treatment for, medication for, prescribed for, meds for, surgery for, recovering from, history of, living with, hospitalized for, hospitalised for, in remission from, therapy for, because of, due to, prescribed, taking medication for, positive for
         de: diagnostiziert mit, diagnose, leide an, leidet an, leide unter, leidet unter, erkrankt an, allergisch gegen, allergisch auf, positiv getestet auf, behandelt wegen, in behandlung wegen, therapie wegen, operiert wegen, wegen meiner
         fr: diagnostiqué, diagnostiquée, diagnostic de, souffre de, souffre d, souffrant de, allergique à, allergique aux, testé positif, traité pour, traitée pour, atteint de, atteinte de, traitement contre, opéré d
         es: diagnosticado con, diagnosticada con, me diagnosticaron, diagnosticaron, diagnóstico de, sufro de, padezco, padezco de, padece, alérgico a, alérgica a, positivo en, tratamiento para, tratamiento contra, operado de, operada de, enfermo de
         it: diagnosticato, diagnosticata, mi hanno diagnosticato, soffro di, soffre di, allergico a, allergica a, positivo al, positiva al, malato di, malata di, terapia per, affetto da, affetta da, in cura per
         pt: diagnosticado com, diagnosticada com, fui diagnosticado com, sofro de, sofre de, alérgico a, alérgica a, positivo para, tratamento para, doente de, portador de
         nl: gediagnosticeerd met, diagnose, lijd aan, lijdt aan, allergisch voor, positief getest op, behandeld voor, behandeling voor
         pl: zdiagnozowano, zdiagnozowano u mnie, choruję na, choruje na, cierpię na, cierpi na, uczulony na, uczulona na, alergię na, leczę się na, pozytywny wynik na
         sv: diagnostiserats med, diagnostiserad med, fått diagnosen, diagnosen, lider av, allergisk mot, testat positivt för, behandlas för
         tr: teşhisi, tanısı, teşhisi kondu, hastasıyım, alerjim var, tedavisi görüyorum",
    ),
    (
        Cue::Disease,
        "en: diabetes, diabetic, type 1 diabetes, type 2 diabetes, cancer, breast cancer, lung cancer, prostate cancer, skin cancer, colon cancer, leukemia, leukaemia, lymphoma, melanoma, tumor, tumour, brain tumor, hiv, aids, hepatitis, hepatitis b, hepatitis c, depression, clinical depression, anxiety disorder, anxiety, panic attacks, panic disorder, bipolar, bipolar disorder, schizophrenia, ptsd, adhd, autism, autistic, back pain, chronic back pain, broken leg, broken arm, broke my leg, broke my arm, broke my wrist, broke my ankle,  asperger*, ocd, anorexia, bulimia, eating disorder, dementia, alzheimer*, parkinson*, multiple sclerosis, epilepsy, seizures, asthma, copd, emphysema, pneumonia, tuberculosis, covid, covid 19, long covid, coronavirus, heart disease, heart attack, heart failure, heart condition, stroke, high blood pressure, hypertension, arrhythmia, angina, kidney failure, kidney disease, kidney stones, cirrhosis, liver disease, crohn*, colitis, ulcerative colitis, ibs, celiac*, coeliac*, endometriosis, pcos, miscarriage, infertility, pregnant, pregnancy, arthritis, rheumatoid arthritis, osteoporosis, fibromyalgia, lupus, psoriasis, eczema, migraine, migraines, insomnia, sleep apnea, sleep apnoea, anemia, anaemia, hypothyroid*, hyperthyroid*, thyroid, chlamydia, gonorrhea, syphilis, herpes, hpv, addiction, alcoholism, alcoholic, substance abuse, obesity, gout, glaucoma, cataract*, tinnitus, chemotherapy, chemo, dialysis, insulin, antidepressant*, metformin, sertraline, prozac, zoloft, xanax, lithium, methadone, chronic pain, back injury, concussion, paralysed, paralyzed, blind, deaf, peanut allergy, penicillin, sickle cell, cystic fibrosis, hemophilia, shingles, lyme disease, sciatica
         de: diabetes, diabetiker*, krebs, brustkrebs, leukämie, hiv, depression, depressionen, angststörung, bipolar*, schizophrenie, demenz, epilepsie, asthma, bluthochdruck, herzinfarkt, schlaganfall, herzfehler, migräne, rheuma, arthrose, schwanger, multiple sklerose, parkinson, morbus crohn, zöliakie, burnout, magersucht, neurodermitis, chemotherapie, krebserkrankung
         fr: diabète, diabétique, cancer, leucémie, vih, sida, dépression, dépressive, anxiété, schizophrénie, épilepsie, asthme, hypertension, infarctus, avc, migraine, migraines, arthrose, enceinte, sclérose en plaques, maladie de crohn, maladie de parkinson, anorexie, eczéma, chimiothérapie
         es: diabetes, diabético, diabética, cáncer, leucemia, vih, sida, depresión, ansiedad, esquizofrenia, epilepsia, asma, hipertensión, infarto, ictus, migraña, migrañas, artritis, artrosis, embarazada, esclerosis múltiple, celíaco, celíaca, celiaquía, anorexia, quimioterapia
         it: diabete, diabetico, diabetica, cancro, tumore, leucemia, hiv, depressione, ansia, schizofrenia, epilessia, asma, ipertensione, infarto, ictus, emicrania, artrite, artrosi, incinta, sclerosi multipla, celiachia, celiaco, celiaca, chemioterapia
         pt: diabetes, diabético, diabética, câncer, cancro, leucemia, hiv, depressão, ansiedade, esquizofrenia, epilepsia, asma, hipertensão, infarto, avc, enxaqueca, artrite, artrose, grávida, esclerose múltipla, celíaco, celíaca, quimioterapia
         nl: diabetes, suikerziekte, kanker, borstkanker, leukemie, hiv, depressie, angststoornis, schizofrenie, epilepsie, astma, hoge bloeddruk, hartaanval, beroerte, migraine, reuma, artrose, zwanger, multiple sclerose, coeliakie, chemotherapie
         pl: cukrzyc*, nowotwór, raka, rak, białaczk*, hiv, depresj*, schizofreni*, padaczk*, astm*, nadciśnieni*, zawał, udar, migren*, ciąży, stwardnienie rozsiane, celiaki*, chemioterapi*
         sv: diabetes, cancer, bröstcancer, leukemi, hiv, depression, ångest, schizofreni, epilepsi, astma, högt blodtryck, hjärtinfarkt, stroke, migrän, reumatism, artros, gravid, multipel skleros, celiaki, cellgifter
         tr: diyabet, şeker hastası, şeker hastalığı, kanser, lösemi, hiv, depresyon, anksiyete, şizofreni, epilepsi, astım, tansiyon, kalp krizi, felç, migren, romatizma, hamile, hamileyim, kemoterapi",
    ),
];
