// An address without #quote comes from a program or was cut short; the quote is what it is about all the same.
if (!location.hash) document.getElementById("quote")?.scrollIntoView({ block: "center" });
